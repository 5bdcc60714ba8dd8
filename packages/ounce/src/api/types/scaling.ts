import { z } from 'zod';

const timeMs = z.number().meta({ description: 'ms since the epoch' });

const scalingMoment = z.object({
  atMs: timeMs,
  arrivals: z.number(),
  depth: z.number(),
  ordered: z.number(),
  ready: z.number(),
});

const told = z.object({
  /** Thinned out to what a chart can show; of each stretch the deepest. */
  moments: z.array(scalingMoment),
  outcome: z.object({
    minutesOver: z.number(),
    peakDepth: z.number(),
    replicaHours: z.number(),
    scaleOuts: z.number(),
  }),
  provisioning: z
    .object({ over: z.number(), under: z.number() })
    .meta({ description: 'Replica-hours beyond what the load asked for, and short of it' }),
});

export const scalingStoryView = z.discriminatedUnion('kind', [
  z.object({
    ...{ kind: z.literal('story'), service: z.string(), region: z.string() },
    ...{
      sinceMs: timeMs,
      untilMs: timeMs,
      threshold: z.number(),
      perReplica: z.number(),
      startupMs: z.number(),
    },
    ...{ happened: told, reactive: told, controlled: told },
    forecast: z.array(z.object({ atMs: timeMs, value: z.number(), lower: z.number(), upper: z.number() })),
    model: z.object({ peak: z.number(), recordedPeak: z.number() }),
  }),
  z.object({ service: z.string(), region: z.string(), kind: z.literal('unknown'), why: z.string() }),
]);

export type ScalingStoryView = z.infer<typeof scalingStoryView>;
export type ToldView = z.infer<typeof told>;
