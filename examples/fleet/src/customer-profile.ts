import { setTimeout as delay } from 'node:timers/promises';
import { type CustomerProfile, profileOf } from './customers.ts';
import { runService, type ServiceContext } from './service.ts';
import type { SettingsReader } from './settings.ts';

function read(reader: SettingsReader) {
  return { lookupMs: reader.integer('LOOKUP_MS', 10, { from: 0, to: 60_000 }) };
}

/** `GET /customers/:id`: who a customer is. The gateway asks it at every read, and can do without it for a while. */
function createProfiles({ app, settings }: ServiceContext<ReturnType<typeof read>>) {
  app.get<{ Params: { id: string } }>(
    '/customers/:id',
    async ({ params: { id } }): Promise<CustomerProfile> => {
      await delay(settings.lookupMs);
      return profileOf(id);
    },
  );
  return { begin: async () => {}, dependencies: {} };
}

await runService({ name: 'customer-profile', readSettings: read, create: createProfiles });
