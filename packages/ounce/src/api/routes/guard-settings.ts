import { createHash } from 'node:crypto';
import { OunceError } from '@ounce/core';
import type { GuardSettings } from '@ounce/guard';
import { z } from 'zod';
import { guardSchema } from '../../config/guard-schema.ts';
import type { ApiContext, Server } from '../context.ts';

const params = z.object({ service: z.string() });
const reason = z.string().max(500).default('no reason given');
const anySettings = z.record(z.string(), z.unknown());

/** What `guard.follow` asks for: the settings of one service's guard, from the config or pushed over it. */
export function guardSettingsRoutes(server: Server, { config, clock, ledger, governor }: ApiContext): void {
  const known = (service: string) => {
    if (Object.hasOwn(config.services, service)) return config.services[service]!;
    const all = Object.keys(config.services).join(', ');
    throw new OunceError('OUNCE_E_NOT_FOUND', `There is no service ${service}; there are ${all}.`);
  };
  const settingsOf = (service: string): object => {
    const { guard = {} } = known(service);
    const set: GuardSettings = ledger.query.guardSettings(service)?.settings ?? guard;
    const limits = Object.entries(governor.admissionsAt(service));
    if (limits.length === 0) return set;
    const lay = ([gate, limit]: (typeof limits)[number]) => [gate, { ...set.admission?.[gate], ...limit }];
    return { ...set, admission: { ...set.admission, ...Object.fromEntries(limits.map(lay)) } };
  };
  const push = async (service: string, settings: object | null, why: string, actor: string) => {
    known(service);
    const data = { service, settings, reason: why };
    const event = { atMs: clock.nowMs(), actor, subject: `guard:${service}`, data };
    await ledger.append([{ ...event, kind: 'guard.settings_pushed' }]);
    return settingsOf(service) as Record<string, unknown>;
  };

  server.get(
    '/api/guard/settings/:service',
    {
      schema: {
        summary:
          'Guard settings of a service; 304 when nothing has changed since the `ETag` that is sent along',
        params,
        response: { 200: anySettings, 304: z.undefined() },
      },
    },
    async ({ params: { service }, headers }, reply) => {
      const settings = settingsOf(service) as Record<string, unknown>;
      const etag = `"${createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16)}"`;
      reply.header('etag', etag);
      if (headers['if-none-match'] === etag) return reply.code(304).send(undefined);
      return settings;
    },
  );

  server.put(
    '/api/guard/settings/:service',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Push settings to every guard of a service, over those of the config',
        params,
        body: z.strictObject({ settings: guardSchema, reason }),
        response: { 200: anySettings },
      },
    },
    async ({ params: { service }, body, caller }) => push(service, body.settings, body.reason, caller.actor),
  );

  server.delete(
    '/api/guard/settings/:service',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Back to the settings of the config',
        params,
        body: z.strictObject({ reason }),
        response: { 200: anySettings },
      },
    },
    async ({ params: { service }, body, caller }) => push(service, null, body.reason, caller.actor),
  );
}
