import { OunceError, signalNames } from '@ounce/core';
import { z } from 'zod';
import type { ApiContext, Server } from '../context.ts';
import { streamEvents } from '../event-stream.ts';
import { liveState as liveStateSchema, seriesView } from '../types.ts';
import { liveState, seriesPoints } from '../views.ts';

const seriesNames = z.union([z.enum(signalNames), z.literal('readyReplicas'), z.literal('desiredReplicas')]);

export function fleetRoutes(server: Server, context: ApiContext): void {
  server.get(
    '/api/state',
    { schema: { summary: 'The fleet now', response: { 200: liveStateSchema } } },
    async () => liveState(context),
  );

  server.get(
    '/api/live',
    { schema: { summary: 'Server-sent events: `state` each second', produces: ['text/event-stream'] } },
    async (request, reply) =>
      streamEvents(request, reply, {
        clock: context.clock,
        everyMs: 1_000,
        next: () => ({ event: 'state', data: liveState(context) }),
      }),
  );

  server.get(
    '/api/series',
    {
      schema: {
        summary: 'The newest readings of one signal; none when the service has no such signal',
        querystring: z.object({
          service: z.string(),
          region: z.string(),
          signal: seriesNames,
          sinceMs: z.coerce.number().default(0),
        }),
        response: { 200: seriesView },
      },
    },
    async ({ query: { service: name, region, signal, sinceMs } }) => {
      const service = context.governor.services.get(`${name}@${region}`);
      if (!service) {
        const known = [...context.governor.services.keys()].join(', ');
        throw new OunceError(
          'OUNCE_E_NOT_FOUND',
          `There is no service ${name}@${region}; there are ${known}.`,
        );
      }
      const all = [...service.series, service.readyReplicas, service.desiredReplicas];
      const series = all.find((one) => one.name === signal);
      const points = series ? seriesPoints(series.window, sinceMs) : { timesMs: [], values: [] };
      return { service: name, region, signal, ...points };
    },
  );

  server.get(
    '/api/whoami',
    {
      schema: {
        summary: 'The role of this token',
        response: { 200: z.object({ role: z.string(), tokenId: z.string() }) },
      },
    },
    async ({ caller: { role, tokenId } }) => ({ role, tokenId }),
  );
}
