import { z } from 'zod';

const timeMs = z.number().int().meta({ description: 'ms since the epoch' });
const ref = { service: z.string(), region: z.string() };

const interval = z.object({
  value: z.number(),
  lower: z.number(),
  /** Absent: nothing bounds it from above. */
  upper: z.number().optional(),
});

export const replicaCapacityView = z.object({
  /** Work a second that one replica can carry. */
  perReplica: interval,
  basis: z.enum(['saturated', 'latency', 'utilisation', 'at-least']),
  readings: z.number(),
  says: z.string(),
  /** The universal scalability law, where it was learnt from latency: λ is the throughput of one in flight, a second. */
  law: z.object({ lambda: z.number(), sigma: z.number(), kappa: z.number() }).optional(),
});

export const plannedHour = z.object({
  startMs: timeMs,
  expected: z.number(),
  upper: z.number(),
  headroom: z.number(),
  replicas: z.number(),
  capped: z.boolean(),
});

export const shortageView = z.object({
  fromMs: timeMs,
  untilMs: timeMs,
  worstMs: timeMs,
  upper: z.number(),
  capacity: z.number(),
  replicas: z.number(),
  capped: z.boolean(),
  says: z.string(),
});

const known = {
  kind: z.literal('week'),
  atMs: timeMs,
  signal: z.string(),
  replicas: z.number(),
  capacity: replicaCapacityView,
  learnedHours: z.number(),
  replicaHours: z.number(),
  replicaHoursAsIs: z.number(),
  shortages: z.array(shortageView),
  /** Of the plan, and of leaving everything as it is; absent where the config says no price. */
  cost: z.object({ currency: z.string(), plan: z.number(), asIs: z.number() }).optional(),
};
const unknown = z.object({ ...ref, kind: z.literal('unknown'), why: z.string() });

/** The week ahead of a service without its hours: for lists. */
export const capacitySummary = z.discriminatedUnion('kind', [z.object({ ...ref, ...known }), unknown]);

export const capacityWeek = z.discriminatedUnion('kind', [
  z.object({
    ...ref,
    ...known,
    models: z.array(z.object({ name: z.string(), weight: z.number() })),
    hours: z.array(plannedHour),
    /** What was measured in the week before, by the hour. */
    past: z.array(z.object({ startMs: timeMs, mean: z.number(), max: z.number() })),
  }),
  unknown,
]);

export type CapacitySummary = z.infer<typeof capacitySummary>;
export type CapacityWeekView = z.infer<typeof capacityWeek>;
export type PlannedHourView = z.infer<typeof plannedHour>;
export type ShortageView = z.infer<typeof shortageView>;

export const announcedEvent = z.object({
  /** Absent for those of the config. */
  id: z.string().optional(),
  name: z.string(),
  ...{ startMs: timeMs, endMs: timeMs },
  expectedRatio: z.number().optional(),
  services: z.array(z.string()).optional(),
});

export const capacityCalendar = z.object({
  timeZone: z.string(),
  holidays: z.array(z.string()),
  events: z.array(announcedEvent),
});

export type CapacityCalendar = z.infer<typeof capacityCalendar>;
