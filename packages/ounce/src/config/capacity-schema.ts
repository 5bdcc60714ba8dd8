/** What the week ahead is reckoned with, as people configure it (docs/forecast.md). */
import { z } from 'zod';
import { isTimeZone } from '../prevention/cadence/index.ts';

const timeZone = z.string().refine(isTimeZone, { error: 'expected a time zone such as Europe/Berlin' });
const date = z.iso.date({ error: 'expected a date such as 2026-12-25' });
/** A moment with its zone; without one it would mean something else on every machine. */
const moment = z.iso.datetime({
  offset: true,
  error: 'expected a time with its zone, such as 2026-12-25T09:00:00Z or 2026-12-25T09:00:00+01:00',
});

const event = z
  .strictObject({
    name: z.string().min(1).max(80).describe('Events of one name are taken to be alike: a past one teaches.'),
    from: moment,
    to: moment.describe('The first moment that is ordinary again.'),
    expectedRatio: z
      .number()
      .positive()
      .max(1000)
      .optional()
      .describe(
        'Load over ordinary load that you expect, e.g. 2; what past events of the name did weighs more.',
      ),
    services: z.array(z.string()).optional().describe('All services when absent.'),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { error: 'expected `to` after `from`' });

export const capacitySchema = z
  .strictObject({
    headroom: z
      .number()
      .min(0)
      .max(0.9)
      .default(0.5)
      .describe('Share of the capacity that a plan keeps free at the load that is expected.'),
    upperQuantile: z
      .number()
      .min(0.5)
      .max(0.999)
      .default(0.95)
      .describe('The load stays under the upper end of the forecast with this probability, hour by hour.'),
    timeZone: timeZone
      .default('UTC')
      .describe('By whose clock people use the services; it knows daylight saving.'),
    holidays: z.array(date).default([]).describe('Days that are like a rest day, by the local clock.'),
    restWeekday: z.number().int().min(0).max(6).default(0).describe('0 is Sunday.'),
    events: z
      .array(event)
      .default([])
      .describe('Launches, sales, campaigns: past ones teach, coming ones are forecast.'),
  })
  .prefault({})
  .describe('The week ahead: forecast, headroom and plan.');

export const serviceCapacitySchema = z
  .strictObject({
    headroom: z.number().min(0).max(0.9).optional().describe('Instead of `capacity.headroom`.'),
    timeZone: timeZone.optional().describe('Instead of `capacity.timeZone`.'),
    holidays: z.array(date).optional().describe('Instead of `capacity.holidays`.'),
    similarTo: z
      .array(z.string())
      .optional()
      .describe('Services whose week this one follows while it is new; all others when absent.'),
    replicaHourCost: z.number().min(0).optional().describe('What an hour of one replica costs.'),
    currency: z.string().min(1).max(8).default('EUR'),
  })
  .prefault({})
  .describe('What its week ahead is reckoned with.');
