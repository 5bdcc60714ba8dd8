import { z } from 'zod';
import type { ApiContext, Server } from '../context.ts';
import { freezeView as freezeSchema } from '../types.ts';
import { freezeView } from '../views.ts';

const body = z.strictObject({ reason: z.string().trim().min(1).max(500).default('no reason given') });

export function freezeRoutes(server: Server, context: ApiContext): void {
  const { clock, ledger } = context;
  const response = { 200: freezeSchema };

  server.get('/api/freeze', { schema: { summary: 'Whether anything may act', response } }, async () =>
    freezeView(context),
  );

  server.post(
    '/api/freeze',
    { config: { role: 'operator' }, schema: { summary: 'Nothing acts until it is lifted', body, response } },
    async ({ body: { reason }, caller }) => {
      await ledger.append([
        { atMs: clock.nowMs(), actor: caller.actor, subject: 'fleet', kind: 'freeze.set', data: { reason } },
      ]);
      return freezeView(context);
    },
  );

  server.delete(
    '/api/freeze',
    { config: { role: 'operator' }, schema: { summary: 'Lift the freeze', body, response } },
    async ({ body: { reason }, caller }) => {
      await ledger.append([
        {
          atMs: clock.nowMs(),
          actor: caller.actor,
          subject: 'fleet',
          kind: 'freeze.lifted',
          data: { reason },
        },
      ]);
      return freezeView(context);
    },
  );
}
