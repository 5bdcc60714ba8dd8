import { breakerStates, probeKinds } from '@ounce/core';
import { z } from 'zod';

const timeMs = z.number().int().meta({ description: 'ms since the epoch' });
const ref = { service: z.string(), region: z.string() };
const name = z.string().min(1).max(200);
const state = z.enum(breakerStates);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const spanMs = z
  .number()
  .min(0)
  .max(2 ** 31);
const which = { dependency: name, endpoint: z.string().max(200) };

/** What `guard.report` of @ounce/guard sends. */
export const guardReport = z.strictObject({
  service: name,
  region: name.optional(),
  instance: name,
  transitions: z
    .array(
      z.strictObject({
        ...which,
        from: state,
        to: state,
        agoMs: spanMs,
        breakMs: spanMs.optional(),
        cause: z.string().max(500).optional(),
      }),
    )
    .max(500),
  lost: count,
  breakers: z
    .array(z.strictObject({ ...which, state, calls: count, failures: count, rejected: count }))
    .max(2_000),
  coverage: z
    .strictObject({ calls: count, guarded: count })
    .refine(({ calls, guarded }) => guarded <= calls, 'More calls cannot be guarded than there are.')
    .optional(),
});

/** One circuit of one instance, as its guard has told of it last. */
export const breakerView = z.object({
  ...ref,
  instance: z.string(),
  dependency: z.string(),
  endpoint: z.string(),
  state,
  sinceMs: timeMs,
  heardAtMs: timeMs,
  /** Since that process began. */
  calls: z.number(),
  failures: z.number(),
  rejected: z.number(),
});

export const breakerChangeView = z.object({
  ...ref,
  seq: z.number(),
  atMs: timeMs,
  instance: z.string(),
  dependency: z.string(),
  endpoint: z.string(),
  from: state,
  to: state,
  breakMs: z.number().optional(),
  cause: z.string().optional(),
});

/** Calls that have left the running processes of a service, and how many of them went through a guard. */
export const liveCoverageView = z.object({
  ...ref,
  instances: z.number(),
  calls: z.number(),
  guarded: z.number(),
});

/** A restart that a control has ordered; the times are from the first failed probe, absent until the instance was up again. */
export const restartView = z.object({
  ...ref,
  seq: z.number(),
  atMs: timeMs,
  decisionId: z.string(),
  instance: z.string(),
  control: z.string(),
  why: z.string(),
  detectMs: z.number().optional(),
  recoverMs: z.number().optional(),
});

export const instanceHealthView = z.object({
  id: z.string(),
  state: z.string(),
  startedAtMs: timeMs,
  probe: z
    .object({ kind: z.enum(probeKinds), atMs: timeMs, why: z.string().optional() })
    .optional()
    .meta({ description: 'The newest; absent before the first.' }),
  failuresInRow: z.number(),
  upSinceMs: timeMs.optional(),
  memoryBytes: z.number().optional(),
});

/** Trouble ahead that a control sees and does not act on, e.g. memory that will be used up. */
export const warningView = z.object({
  seq: z.number(),
  atMs: timeMs,
  actor: z.string(),
  service: z.string(),
  says: z.string(),
});

/** A service whose instances are probed. */
export const serviceHealthView = z.object({
  ...ref,
  intervalMs: z.number(),
  instances: z.array(instanceHealthView),
  dependencies: z.array(z.object({ name: z.string(), kind: z.enum(probeKinds), why: z.string() })),
});

export type GuardReport = z.infer<typeof guardReport>;
export type BreakerView = z.infer<typeof breakerView>;
export type BreakerChangeView = z.infer<typeof breakerChangeView>;
export type LiveCoverageView = z.infer<typeof liveCoverageView>;
export type WarningView = z.infer<typeof warningView>;
export type RestartView = z.infer<typeof restartView>;
export type ServiceHealthView = z.infer<typeof serviceHealthView>;
