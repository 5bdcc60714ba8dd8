import { z } from 'zod';

const timeMs = z.number().meta({ description: 'ms since the epoch' });
const ms = z.number();

export const seenAtResolution = z.object({
  intervalMs: ms,
  /** From the onset until an incident is opened; absent where no phase of the sampling clock sees it. */
  meanMs: ms.optional(),
  worstMs: ms.optional(),
  missed: z.number().meta({ description: 'Share of the phases of the sampling clock that miss it' }),
  assumed: z.boolean().meta({ description: 'Finer than what was recorded' }),
});

export const resolutionRow = seenAtResolution.extend({
  /** Against the coarsest. */
  earlierMs: ms.optional(),
  earlierShare: z.number().optional(),
});

export const seenIncident = z.object({
  ...{ service: z.string(), region: z.string(), type: z.string(), onsetMs: timeMs, untilMs: timeMs },
  recordedMs: ms,
  incidentId: z.string().optional(),
  seen: z.array(seenAtResolution),
});

export const monitoringResolution = z.object({
  ...{ sinceMs: timeMs, untilMs: timeMs },
  types: z.array(
    z.object({
      ...{ type: z.string(), signal: z.string(), incidents: z.number(), rows: z.array(resolutionRow) },
      /** How often its signal is read now. */
      intervalMs: ms,
      says: z.string(),
    }),
  ),
  incidents: z.array(seenIncident),
});

export const monitoringCostView = z.object({
  ...{ forSeconds: z.number(), requestsPerSecond: z.number(), bytesPerSecond: z.number() },
  ...{ parseShare: z.number(), governorShare: z.number() },
  services: z.array(
    z.object({
      ...{
        service: z.string(),
        region: z.string(),
        requestsPerSecond: z.number(),
        bytesPerSecond: z.number(),
      },
      requestShare: z.number().optional(),
    }),
  ),
});

export type MonitoringResolution = z.infer<typeof monitoringResolution>;
export type MonitoringCostView = z.infer<typeof monitoringCostView>;
export type ResolutionRowView = z.infer<typeof resolutionRow>;
