import { z } from 'zod';
import type { ApiContext, Server } from '../context.ts';
import { guardCoverageView, liveCoverageView } from '../types.ts';

const count = z.number().int().min(0).max(10_000_000);
const body = z
  .strictObject({ service: z.string().min(1).max(200), calls: count, guarded: count, files: count.min(1) })
  .refine(({ calls, guarded }) => guarded <= calls, {
    path: ['guarded'],
    error: 'More calls cannot be guarded than there are.',
  });

export function guardRoutes(server: Server, { clock, ledger, governor }: ApiContext): void {
  const response = {
    200: z.object({ items: z.array(guardCoverageView), live: z.array(liveCoverageView) }),
  };
  const coverage = () => ({
    items: [...ledger.query.guardCoverage()],
    live: governor.guards.coverage(clock.nowMs()),
  });

  server.get(
    '/api/guard/coverage',
    {
      schema: {
        summary:
          'How many outgoing calls of each service are guarded: in its code, by its latest audit, and live, by what its processes tell',
        response,
      },
    },
    async () => coverage(),
  );

  server.post(
    '/api/guard/coverage',
    {
      config: { role: 'operator' },
      schema: { summary: 'Record an audit of a service’s outgoing calls', body, response },
    },
    async ({ body: data, caller }) => {
      const event = { atMs: clock.nowMs(), actor: caller.actor, subject: `service:${data.service}` };
      await ledger.append([{ ...event, kind: 'guard.audited', data }]);
      return coverage();
    },
  );
}
