import {
  type AnyControl,
  controlledScaler,
  type Decision,
  type ForecastPoint,
  type GuardRails,
  keptEvidence,
  type ProvisioningCost,
  provisioningCost,
  reactiveScaler,
  replayScaling,
  type Scaler,
  type ScalingMoment,
  type ScalingOutcome,
  type ScalingQuestion,
  type ServiceRef,
  scalingOutcome,
  type Window,
} from '@ounce/core';
import { type History, recordedViews, type Span } from '../history/index.ts';

const stepMs = 10_000;
/** The loop that acts goes on after so many steps. */
const stepsAtOnce = 200;
/** Without a reading for longer nothing is counted, of what was and of what would have been. */
const unreadAfterMs = 300_000;
/** What people commonly set: 70 % of a replica, and the threshold's share of each replica there is at least. */
const reactiveUse = 0.7;

export interface StorySettings {
  readonly control: AnyControl;
  readonly settings: Readonly<Record<string, number>>;
  readonly rails: GuardRails;
  /** What one replica carries, where that was learnt elsewhere; otherwise it is what the control learns from these readings. */
  readonly perReplica?: number;
}

export interface Told {
  readonly moments: readonly ScalingMoment[];
  readonly outcome: ScalingOutcome;
  readonly provisioning: ProvisioningCost;
}

export interface ScalingStory {
  readonly kind: 'story';
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly threshold: number;
  readonly perReplica: number;
  readonly startupMs: number;
  readonly happened: Told;
  /** What was said of each moment five minutes before. */
  readonly forecast: readonly ForecastPoint[];
  readonly reactive: Told;
  readonly controlled: Told;
  /** The queue as it was, beside the same queue reckoned from what came in and the replicas there were. */
  readonly model: { readonly peak: number; readonly recordedPeak: number };
}

export type ScalingStoryOutcome = ScalingStory | { readonly kind: 'unknown'; readonly why: string };

/** What happened, what the forecast said, and what plain reactive scaling and the control would have made of the same arrivals. */
export async function scalingStory(
  history: Pick<History, 'readings'>,
  of: ServiceRef,
  span: Span,
  known: StorySettings,
): Promise<ScalingStoryOutcome> {
  const read = (series: string) => history.readings({ ...of, series }, span);
  const [arrivals, depths, ready] = [read('arrivalRate'), read('queueDepth'), read('readyReplicas')];
  // Before the first replica was ready nobody could have carried anything.
  const firstReady = Array.prototype.findIndex.call(ready.values, (count) => count > 0);
  if (arrivals.timesMs.length < 2 || depths.timesMs.length < 2 || firstReady < 0)
    return { kind: 'unknown', why: missing({ arrivals, depths, ready }) };
  const { settings, rails } = known;
  const foreseen = await foresee(history, of, span, known);
  const perReplica = known.perReplica ?? foreseen.perReplica ?? settings.perReplicaRate ?? 1;
  const startupMs = startupOf(read('startupMs'), settings.startupMs ?? 15_000);
  const startMs = Math.max(arrivals.timesMs[0]!, depths.timesMs[0]!, ready.timesMs[firstReady]!);
  const untilMs = arrivals.timesMs[arrivals.timesMs.length - 1]!;
  const question: ScalingQuestion = {
    ...{ arrivals, startMs, untilMs, stepMs, perReplica, startupMs },
    ...{ replicas: Math.round(valueAt(ready)(startMs)), depth: valueAt(depths)(startMs) },
  };
  const threshold = settings.threshold ?? 200;
  const { floor, ceiling } = rails;
  const backlogPerReplica = threshold / Math.max(1, floor);
  const targetUse = settings.targetUtilisation ?? reactiveUse;
  const told = (all: readonly ScalingMoment[]): Told => {
    const moments = all.filter(whileRead(arrivals));
    return {
      moments,
      outcome: scalingOutcome(moments, threshold),
      provisioning: provisioningCost(moments, { perReplica, startupMs, floor, targetUse }),
    };
  };
  const desired = read('desiredReplicas');
  const happened = recordedMoments(question, { depths, ready, desired });
  const asOrdered = await drain(question, followed(ready));
  return {
    ...{ kind: 'story', sinceMs: startMs, untilMs, threshold, perReplica, startupMs },
    happened: told(happened),
    forecast: foreseen.forecast,
    reactive: told(
      await drain(question, reactiveScaler({ floor, ceiling, targetUse: reactiveUse, backlogPerReplica })),
    ),
    controlled: told(await drain(question, controlledScaler({ of, ...known, stepMs }))),
    model: { peak: peakOf(asOrdered), recordedPeak: peakOf(happened) },
  };
}

const peakOf = (moments: readonly ScalingMoment[]) =>
  moments.reduce((most, { depth }) => Math.max(most, depth), 0);

function missing(read: Readonly<Record<'arrivals' | 'depths' | 'ready', Window>>): string {
  const names = { arrivals: 'arrivals', depths: 'queue depth', ready: 'ready replicas' } as const;
  const absent = (Object.keys(names) as (keyof typeof names)[]).filter(
    (name) => read[name].timesMs.length < 2,
  );
  if (absent.length === 0) return 'No replica was ready in this time.';
  return `There are no readings of ${absent.map((name) => names[name]).join(', ')} in this time.`;
}

async function drain(question: ScalingQuestion, scaler: Scaler): Promise<ScalingMoment[]> {
  const moments: ScalingMoment[] = [];
  for (const moment of replayScaling(question, scaler)) {
    moments.push(moment);
    if (moments.length % stepsAtOnce === 0) await new Promise(setImmediate);
  }
  return moments;
}

/** Whatever was ready at the time: to see how well the reckoned queue follows the one there was. */
function followed(ready: Window): Scaler {
  const at = valueAt(ready);
  return ({ nowMs, startupMs }) => at(nowMs + startupMs);
}

function recordedMoments(
  { arrivals, startMs, untilMs }: ScalingQuestion,
  { depths, ready, desired }: { depths: Window; ready: Window; desired: Window },
): ScalingMoment[] {
  const [rate, depth, isReady, isDesired] = [arrivals, depths, ready, desired].map(valueAt);
  const moments: ScalingMoment[] = [];
  for (let atMs = startMs; atMs <= untilMs; atMs += stepMs) {
    const now = isReady!(atMs);
    const ordered = desired.timesMs.length > 0 ? isDesired!(atMs) : now;
    moments.push({ atMs, arrivals: rate!(atMs), depth: depth!(atMs), ordered, ready: now });
  }
  return moments;
}

/** Whether a moment, none of which goes back, lies where there were readings: between two governors nobody knows what ran. */
function whileRead({ timesMs }: Window): (moment: { readonly atMs: number }) => boolean {
  const newest = valueAt({ timesMs, values: timesMs });
  return ({ atMs }) => atMs - newest(atMs) <= unreadAfterMs;
}

/** The newest value by a moment that does not go back. */
function valueAt({ timesMs, values }: Window): (atMs: number) => number {
  let next = 0;
  return (atMs) => {
    while (next + 1 < timesMs.length && timesMs[next + 1]! <= atMs) next++;
    return values[next] ?? 0;
  };
}

function startupOf({ values }: Window, usual: number): number {
  const sorted = Array.from(values as ArrayLike<number>).sort((a, b) => a - b);
  return sorted[Math.ceil(0.9 * sorted.length) - 1] ?? usual;
}

interface Foreseen {
  readonly forecast: readonly ForecastPoint[];
  /** What the control took one replica to carry at the end; undefined where it decided nothing by readings. */
  readonly perReplica?: number;
}

/** What the control said over the recorded readings, and what it learnt from them. */
async function foresee(
  history: Pick<History, 'readings'>,
  of: ServiceRef,
  span: Span,
  { control, settings }: StorySettings,
): Promise<Foreseen> {
  let state = control.initialState(settings);
  const forecast: ForecastPoint[] = [];
  let perReplica: number | undefined;
  let steps = 0;
  for (const view of recordedViews(history, of, control.needs, span)) {
    const decided = control.decide(view, state, settings);
    state = decided.state;
    const [decision] = decided.decisions;
    const furthest = decision?.forecast?.at(-1);
    if (furthest && furthest.atMs <= span.untilMs) forecast.push(furthest);
    perReplica = (decision && perReplicaOf(decision)) ?? perReplica;
    if (++steps % stepsAtOnce === 0) await new Promise(setImmediate);
  }
  return { forecast, ...(perReplica === undefined ? {} : { perReplica }) };
}

function perReplicaOf({ evidence }: Decision): number | undefined {
  const figures = keptEvidence(evidence)?.figures as { readonly perReplicaRate?: number } | null | undefined;
  return figures?.perReplicaRate;
}
