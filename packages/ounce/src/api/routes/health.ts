import type { ServiceHealth, ServiceRef } from '@ounce/core';
import { z } from 'zod';
import { asked } from '../asked.ts';
import type { ApiContext, Server } from '../context.ts';
import { present } from '../present.ts';
import { restartView, type ServiceHealthView, serviceHealthView, warningView } from '../types.ts';

const tags = ['health'];
const mostWarnings = 20;

/** What probing has found, and what restarting has come to. */
export function healthRoutes(server: Server, { ledger, governor }: ApiContext): void {
  server.get(
    '/api/health',
    {
      schema: {
        tags,
        summary:
          'Every service that is probed, with what its instances have answered last; the newest warnings of controls',
        response: {
          200: z.object({ items: z.array(serviceHealthView), warnings: z.array(warningView) }),
        },
      },
    },
    async () => ({
      items: [...governor.services.values()].flatMap(({ ref }) => {
        const health = governor.view(ref)?.health;
        return health ? [healthView(ref, health)] : [];
      }),
      warnings: [...ledger.query.warnings(mostWarnings)],
    }),
  );

  server.get(
    '/api/restarts',
    {
      schema: {
        tags,
        summary: 'Restarts that controls have ordered, newest first, with the time to detect and to recover',
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(1000).default(100),
          cursor: z.string().optional(),
          service: z.string().optional(),
          region: z.string().optional(),
        }),
        response: { 200: z.object({ items: z.array(restartView), next: z.string().optional() }) },
      },
    },
    async ({ query }) => {
      const { items, next } = asked(() => ledger.query.restarts(present(query)));
      return { items: [...items], ...(next ? { next } : {}) };
    },
  );
}

function healthView(
  ref: ServiceRef,
  { intervalMs, instances, dependencies }: ServiceHealth,
): ServiceHealthView {
  return {
    ...ref,
    intervalMs,
    dependencies: [...dependencies],
    instances: instances.map(({ id, state, startedAtMs, last, failuresInRow, upSinceMs }) => ({
      id,
      state,
      startedAtMs,
      failuresInRow,
      ...present({
        probe: last && {
          kind: last.kind,
          atMs: last.atMs,
          ...('why' in last ? { why: last.why } : {}),
        },
        upSinceMs,
        memoryBytes: last?.kind === 'up' ? last.memoryBytes : undefined,
      }),
    })),
  };
}
