import { resolutionRows, sayGain } from '@ounce/core';
import { z } from 'zod';
import type { Service } from '../../governor/index.ts';
import { monitoringCost, type SeenIncident, seenIncidents, type Watched } from '../../monitoring/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { type MonitoringResolution, monitoringCostView, monitoringResolution } from '../types.ts';

const tags = ['monitoring'];
const dayMs = 86_400_000;
const usualIntervals = '60000,30000,10000,5000,1000';
const intervals = z
  .string()
  .regex(/^\d+(,\d+)+$/)
  .default(usualIntervals)
  .meta({ description: 'In ms; all are compared with the longest' });

export function monitoringRoutes(server: Server, context: ApiContext): void {
  const { governor, clock } = context;

  server.get(
    '/api/monitoring/resolution',
    {
      schema: {
        ...{ tags, summary: 'How much earlier past incidents would have been seen at each resolution' },
        querystring: z.object({
          days: z.coerce.number().min(0.01).max(400).default(15),
          service: z.string().optional(),
          intervals,
        }),
        response: { 200: monitoringResolution },
      },
    },
    async ({ query: { days, service, intervals: asked } }) => {
      const untilMs = clock.nowMs();
      const span = { sinceMs: untilMs - days * dayMs, untilMs };
      const intervalsMs = asked
        .split(',')
        .map(Number)
        .sort((a, b) => b - a);
      const watched = [...governor.services.values()]
        .filter(({ ref }) => service === undefined || ref.service === service)
        .flatMap(watchedOf);
      const found: { watched: Watched; incidents: SeenIncident[] }[] = [];
      for (const one of watched) {
        found.push({ watched: one, incidents: seenIncidents(context, one, span, intervalsMs) });
        // The loop that acts goes on in between.
        await new Promise(setImmediate);
      }
      return resolutionView(found, span);
    },
  );

  server.get(
    '/api/monitoring/cost',
    {
      schema: {
        ...{ tags, summary: 'What reading the services has cost since the start' },
        response: { 200: monitoringCostView },
      },
    },
    async () => {
      const { user, system } = process.cpuUsage();
      const { sinceMs, tallies } = context.reads ?? { sinceMs: context.startedAtMs, tallies: [] };
      const cost = monitoringCost({
        ...{
          tallies,
          seconds: Math.max(1, (clock.nowMs() - sinceMs) / 1000),
          cpuSeconds: (user + system) / 1e6,
        },
        services: [...governor.services.values()].map(costedOf),
      });
      return { ...cost, services: [...cost.services] };
    },
  );
}

function watchedOf({ ref, spec }: Service): Watched[] {
  return spec.detections.flatMap((rule) => {
    const metric = spec.metrics.find(({ signal }) => signal === rule.signal);
    return metric ? [{ of: ref, rule, intervalMs: metric.intervalMs }] : [];
  });
}

function costedOf({ ref, status, series }: Service) {
  const arrivals = series.find(({ name }) => name === 'arrivalRate')?.lastValue;
  const targets = (status?.instances ?? []).flatMap(({ url }) => url ?? []);
  return { ...ref, targets, ...(arrivals === undefined ? {} : { arrivalsPerSecond: arrivals }) };
}

function resolutionView(
  found: readonly { readonly watched: Watched; readonly incidents: readonly SeenIncident[] }[],
  span: { sinceMs: number; untilMs: number },
): MonitoringResolution {
  const types = [...new Set(found.map(({ watched }) => watched.rule.incidentType))];
  return {
    ...span,
    types: types.map((type) => {
      const ofType = found.filter(({ watched }) => watched.rule.incidentType === type);
      const incidents = ofType.flatMap((each) => each.incidents);
      const { rule, intervalMs } = ofType[0]!.watched;
      const rows = resolutionRows(incidents);
      const now = rows.find((row) => row.intervalMs <= intervalMs);
      const says =
        rows[0] && now ? sayGain(rows[0], now) : 'No such incident is among the recorded readings.';
      const common = { type, signal: rule.signal, incidents: incidents.length, intervalMs, says };
      return { ...common, rows: rows.map(finite) };
    }),
    incidents: found
      .flatMap(({ incidents }) => incidents)
      .sort((a, b) => b.onsetMs - a.onsetMs)
      .slice(0, 500)
      .map((incident) => ({ ...incident, seen: incident.seen.map(finite) })),
  };
}

/** JSON has no NaN: what is not known is left out. */
function finite<Row extends object>(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => typeof value !== 'number' || Number.isFinite(value)),
  ) as Row;
}
