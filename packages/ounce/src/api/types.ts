/**
 * What the API says, as zod schemas: the server validates with them, the OpenAPI document is made from them, and the
 * console and the command line take their types from here. All times are ms since the epoch.
 */
import { experimentMs, heldReasons, modes, roles, signalNames, verdictKinds } from '@ounce/core';
import { z } from 'zod';
import { incidentView } from './types/incidents.ts';

export * from './types/effectiveness.ts';
export * from './types/guard.ts';
export * from './types/incidents.ts';
export * from './types/intake.ts';
export * from './types/monitoring.ts';
export * from './types/preventions.ts';
export * from './types/recurrence.ts';
export * from './types/reviews.ts';
export * from './types/roadmap.ts';
export * from './types/scaling.ts';

const timeMs = z.number().int().meta({ description: 'ms since the epoch' });
const ref = { service: z.string(), region: z.string() };

export const forecastPoint = z.object({
  atMs: timeMs,
  value: z.number(),
  lower: z.number(),
  upper: z.number(),
});

/** Null while everybody is let in. */
const admissionLimit = z.object({ perSecond: z.number(), burst: z.number() }).nullable();

export const actionView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hold') }),
  z.object({ kind: z.literal('scale'), from: z.number(), to: z.number() }),
  z.object({
    kind: z.literal('restart'),
    instance: z.string(),
    startedAtMs: z.number(),
    unresponsive: z.boolean(),
  }),
  z.object({ kind: z.literal('admit'), from: admissionLimit, to: admissionLimit }),
  z.object({ kind: z.literal('standby'), from: z.number().nullable(), to: z.number().nullable() }),
]);

export const signalView = z.object({
  /** Newest reading; absent when there never was one. */
  value: z.number().optional(),
  atMs: timeMs.optional(),
  intervalMs: z.number(),
  /** Why the newest reading is too old to act on; absent when it is fresh. */
  stale: z.string().optional(),
});

export const controlView = z.object({
  control: z.string(),
  title: z.string(),
  mode: z.enum(modes),
  /** What it wanted last. */
  last: z
    .object({
      atMs: timeMs,
      action: actionView,
      why: z.string(),
      forecast: z.array(forecastPoint).optional(),
      /** What the acting gate made of it. */
      outcome: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('hold') }),
        z.object({ kind: z.literal('acted'), action: actionView, why: z.string() }),
        z.object({ kind: z.literal('held'), because: z.enum(heldReasons), why: z.string() }),
        z.object({ kind: z.literal('failed'), error: z.string() }),
      ]),
    })
    .optional(),
});

export const serviceState = z.object({
  ...ref,
  replicas: z
    .object({
      desired: z.number(),
      ready: z.number(),
      starting: z.number(),
      floor: z.number().optional(),
      ceiling: z.number().optional(),
    })
    .optional(),
  /** Why the platform's answer is missing. */
  platformError: z.string().optional(),
  signals: z.partialRecord(z.enum(signalNames), signalView),
  thresholds: z.partialRecord(z.enum(signalNames), z.object({ above: z.number(), normalBelow: z.number() })),
  controls: z.array(controlView),
  chaos: z.enum(['allowed', 'refused']),
});

/** The latest audit of a service's outgoing calls. */
export const guardCoverageView = z.object({
  service: z.string(),
  calls: z.number().int(),
  guarded: z.number().int(),
  files: z.number().int(),
  actor: z.string(),
  auditedAtMs: timeMs,
});

export const criterionView = z.object({
  says: z.string(),
  state: z.enum(['pending', 'met', 'failed']),
});

export const verdictView = z.object({
  kind: z.enum(verdictKinds),
  exitCode: z.number(),
  why: z.string(),
  criteria: z.array(criterionView),
  scaling: z
    .object({ atMs: timeMs, afterFaultMs: z.number(), decisionId: z.string(), why: z.string() })
    .optional(),
  normalAfterStartMs: z.number().optional(),
  normalAfterEndMs: z.number().optional(),
  errors: z.number().optional(),
  steadyDepth: z.number().optional(),
  peakDepth: z.number().optional(),
  peakReplicas: z.number().optional(),
  /** Which lever did how much; `none` stands for what would have waited without any. */
  levers: z
    .array(z.object({ lever: z.string(), peakWith: z.number(), tookOff: z.number() }))
    .readonly()
    .optional(),
  messages: z
    .object({ accepted: z.number(), handledDistinct: z.number(), refused: z.number().optional() })
    .optional(),
});

export const experimentView = z.object({
  id: z.string(),
  scenario: z.string(),
  says: z.string(),
  target: z.object(ref),
  faultTarget: z.object(ref),
  /** Which faults, in words, e.g. `arrivals x 10`. */
  faults: z.array(z.string()),
  controls: z.enum(['on', 'off']),
  durationMs: z.number(),
  startedAtMs: timeMs,
  faultStartedAtMs: timeMs.optional(),
  faultEndedAtMs: timeMs.optional(),
  phase: z.enum(['steady-state', 'fault', 'settling', 'rolling-back', 'finished']),
  /** 0 to 1. */
  progress: z.number(),
  criteria: z.array(criterionView),
  verdict: verdictView.optional(),
});

export const freezeView = z.discriminatedUnion('frozen', [
  z.object({ frozen: z.literal(false) }),
  z.object({ frozen: z.literal(true), reason: z.string(), actor: z.string(), sinceMs: timeMs }),
]);

/** The fleet now. Also the data of each `state` event of `GET /api/live`. */
export const liveState = z.object({
  atMs: timeMs,
  fleet: z.string(),
  /** Nothing in it really happened. */
  simulated: z.boolean(),
  version: z.string(),
  startedAtMs: timeMs,
  freeze: freezeView,
  services: z.array(serviceState),
  openIncidents: z.array(incidentView),
  experiment: experimentView.optional(),
  /** Things a person should know: a source that does not answer, a notifier that fails. */
  troubles: z.array(z.string()),
});

export const seriesView = z.object({
  ...ref,
  signal: z.union([z.enum(signalNames), z.literal('readyReplicas'), z.literal('desiredReplicas')]),
  timesMs: z.array(timeMs),
  /** Null where the reading was missing. */
  values: z.array(z.number().nullable()),
});

/** One action or one held-back decision, as the ledger has it. */
export const actionRecord = z.object({
  ...ref,
  seq: z.number(),
  atMs: timeMs,
  control: z.string(),
  decisionId: z.string(),
  action: actionView,
  outcome: z.enum(['taken', 'held', 'failed']),
  because: z.enum(heldReasons).optional(),
  why: z.string(),
  drill: z.boolean(),
});

export const controlRecord = z.object({
  ...ref,
  control: z.string(),
  incidentType: z.string(),
  title: z.string(),
  says: z.string(),
  mode: z.enum(modes),
  settings: z.record(z.string(), z.number()),
  guardRails: z.record(z.string(), z.number()),
});

export const gradeRecord = z.object({
  /** Days of readings. */
  days: z.number().min(0).max(4000),
  truePositives: z.number().int().min(0),
  falsePositives: z.number().int().min(0),
  falseNegatives: z.number().int().min(0),
});

/** What a control has shown for one service, and what it may do next. */
export const controlStanding = z.object({
  ...controlRecord.shape,
  record: gradeRecord.extend({ from: z.enum(['live', 'replay']) }),
  next: z.enum(modes).optional(),
  /** Whether it may go to `next` without anybody's reason. */
  allowed: z.boolean(),
  /** What holds and what is missing, a sentence each. */
  says: z.array(z.string()),
});

export const startExperiment = z.object({
  scenario: z.string(),
  durationMs: z.number().int().min(experimentMs.least).max(experimentMs.most),
  /** Multiplies arrivals; the scenario's own factor when absent. */
  factor: z.number().min(1).max(1000).optional(),
  /** Another way for the same to go wrong, such as `slow`; `GET /api/scenarios` has those of each. */
  variant: z.string().optional(),
  controls: z.enum(['on', 'off']).default('on'),
  /** Without a watcher the experiment ends by itself within seconds, unless it is detached. */
  detach: z.boolean().default(false),
});

export const tokenView = z.object({
  id: z.string(),
  role: z.enum(roles),
  label: z.string(),
  createdAtMs: timeMs,
});

export const problem = z.object({
  code: z.string(),
  message: z.string(),
  mend: z.string(),
  /** What a program needs to go on: for a version conflict `{ theirs }`. */
  details: z.unknown().optional(),
});

export type LiveState = z.infer<typeof liveState>;
export type ServiceState = z.infer<typeof serviceState>;
export type SignalView = z.infer<typeof signalView>;
export type ControlView = z.infer<typeof controlView>;
export type ControlStanding = z.infer<typeof controlStanding>;
export type ControlRecord = z.infer<typeof controlRecord>;
export type ExperimentView = z.infer<typeof experimentView>;
export type VerdictView = z.infer<typeof verdictView>;
export type CriterionView = z.infer<typeof criterionView>;
export type FreezeView = z.infer<typeof freezeView>;
export type SeriesView = z.infer<typeof seriesView>;
export type ActionRecord = z.infer<typeof actionRecord>;
export type ActionView = z.infer<typeof actionView>;
export type StartExperiment = z.input<typeof startExperiment>;
export type TokenView = z.infer<typeof tokenView>;
export type GuardCoverageView = z.infer<typeof guardCoverageView>;
export type Problem = z.infer<typeof problem>;
export * from './types/capacity.ts';
export * from './types/knowledge.ts';
export * from './types/loop.ts';
export * from './types/reports.ts';
