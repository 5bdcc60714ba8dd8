import { OunceError, type ServiceRef } from '@ounce/core';
import { z } from 'zod';
import { backtest, eventsOf, type WeekAhead } from '../../capacity/index.ts';
import { capacitySettings } from '../../config/capacity-settings.ts';
import { capacitySummaryOf, capacityView, costOf } from '../capacity-view.ts';
import type { ApiContext, Server } from '../context.ts';
import { type CapacitySummary, capacitySummary, capacityWeek } from '../types.ts';
import { planRoutes } from './capacity-plan.ts';

const tags = ['capacity'];
const named = z.object({ service: z.string(), region: z.string() });
const weekMs = 7 * 86_400_000;

export function capacityRoutes(server: Server, context: ApiContext): void {
  const { capacity, governor, history, clock, config } = context;

  const refs = () => [...governor.services.values()].map(({ ref }) => ref);
  const find = ({ service, region }: ServiceRef) => {
    const found = refs().find((ref) => ref.service === service && ref.region === region);
    if (found) return found;
    throw new OunceError('OUNCE_E_NOT_FOUND', `There is no service ${service}@${region}.`);
  };
  const weekOf = (of: ServiceRef): WeekAhead => {
    const week = capacity(of, 'full');
    if (week.kind === 'week') return week;
    throw new OunceError('OUNCE_E_RULE', week.why, {
      mend: 'Let the governor record some days, or fill readings in with `ounce capacity backfill` or `import`.',
    });
  };

  server.get(
    '/api/capacity',
    {
      schema: {
        ...{ tags, summary: 'The week ahead of every service' },
        response: { 200: z.object({ items: z.array(capacitySummary) }) },
      },
    },
    async () => {
      const items: CapacitySummary[] = [];
      for (const of of refs()) {
        items.push(capacitySummaryOf(of, capacity(of, 'light'), costOf(config, of)));
        // The loop that acts goes on in between: a large fleet takes seconds the first time in an hour.
        await new Promise(setImmediate);
      }
      return { items };
    },
  );

  server.get(
    '/api/capacity/:service/:region',
    {
      schema: {
        ...{ tags, summary: 'The week ahead of one service, hour by hour' },
        ...{ params: named, response: { 200: capacityWeek } },
      },
    },
    async ({ params }) => {
      const of = find(params);
      const week = capacity(of, 'full');
      if (week.kind === 'unknown') return { ...of, ...week };
      const span = { sinceMs: week.atMs - weekMs, untilMs: week.atMs };
      const past = history
        .hours({ ...of, series: week.signal }, span)
        .map(({ hourMs, mean, max }) => ({ startMs: hourMs, mean, max }));
      const { hours, models } = week;
      return { ...capacityView(of, week, costOf(config, of)), hours: [...hours], models: [...models], past };
    },
  );

  planRoutes(server, context, { find, weekOf });

  server.get(
    '/api/capacity/:service/:region/backtest',
    {
      schema: {
        ...{ tags, summary: 'How good the forecasts of the last weeks would have been' },
        params: named,
        querystring: z.object({ weeks: z.coerce.number().int().min(1).max(52).default(4) }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                startMs: z.number(),
                mase: z.number(),
                coverage: z.number(),
                daysOver: z.number(),
                days: z.number(),
              }),
            ),
          }),
        },
      },
    },
    async ({ params, query: { weeks } }) => {
      const of = find(params);
      const settings = capacitySettings(config, of);
      const events = eventsOf(context.ledger, of, settings.events ?? []);
      // Incidents of the weeks that are tested would be known too early: they are left to the outlier search.
      const question = { ...settings, weeks, events, effort: 'light' as const };
      return { items: [...backtest(history, of, clock.nowMs(), question)] };
    },
  );
}
