import {
  assessTimes,
  blocksOf,
  burstsSay,
  dispersionIn,
  durationsChange,
  type EffectQuestion,
  exposureDays,
  type MonitorChange,
  type ObservedWindow,
  regressionToMean,
  type TimeMetric,
} from '@ounce/core';
import type { IncidentFact } from '../../ledger/index.ts';
import { countSorted, firstFrom } from './count-sorted.ts';
import type { Split } from './split.ts';
import { assessed, type Depth, rateOf, toEffectView, type WholeTime, withoutComparison } from './to-view.ts';
import type { EffectView, ExposureView } from './views.ts';
import { observedWindow, type WatchedTime } from './watched-time.ts';
import { watcherChange } from './watcher-change.ts';

const burstBlockDays = 91;

export interface Scope {
  /** Real incidents of the type and services in question, oldest first. */
  readonly incidents: readonly IncidentFact[];
  readonly watched: WatchedTime;
  readonly nowMs: number;
  /** Undefined while nothing protects. */
  readonly split: Split | undefined;
  readonly monitorChanges: readonly MonitorChange[];
  /** Of other services, for the same type. */
  readonly others?: readonly (readonly IncidentFact[])[];
  /** The times that were to get shorter. */
  readonly times?: TimeMetric | undefined;
}

/** Before against after for one scope. */
export function assessScope(scope: Scope, depth: Depth): EffectView {
  const { incidents, watched, nowMs, split } = scope;
  const whole = wholeWindow(watched, nowMs);
  if (!split || !whole)
    return withoutComparison(
      'Nothing protects against it yet: there is no before and after.',
      wholeTime(whole, incidents, depth),
    );
  const startMs = Math.min(whole.startMs, split.beforeEndMs);
  const before = observedWindow(watched, startMs, split.beforeEndMs);
  const after = observedWindow(watched, split.afterStartMs, Math.max(nowMs, split.afterStartMs));
  for (const [window, when] of [
    [before, 'before'],
    [after, 'after'],
  ] as const)
    if (exposureDays(window) === 0)
      return {
        ...withoutComparison(
          `Not yet known: nothing was watched ${when} it (${split.says}).`,
          wholeTime(whole, incidents, depth),
        ),
        split,
      };
  const senders = new Set<string>();
  for (const { source } of incidents) senders.add(source);
  const watcher = watcherChange(watched, before, after, senders);
  const changes = watcher ? [watcher, ...scope.monitorChanges] : scope.monitorChanges;
  const question = questionOf({ ...scope, monitorChanges: changes }, before, after);
  const answer = assessed(question, depth);
  const times = scope.times === undefined ? null : assessTimes(question, scope.times, answer);
  const rate = rateOf(countSorted(whole, incidents), exposureDays(whole));
  const view = toEffectView(answer, split, rate, times);
  const burst = burstNote(before, incidents);
  return burst ? { ...view, notes: [...view.notes, burst] } : view;
}

function wholeTime(
  window: ObservedWindow | undefined,
  incidents: readonly IncidentFact[],
  depth: Depth,
): WholeTime {
  if (!window) return { rate: rateOf(0, 0) };
  const bursts = dispersionIn(window, timesOf(incidents));
  const says = burstsSay(bursts);
  const nothing = { startMs: window.endMs, endMs: window.endMs };
  return {
    rate: rateOf(countSorted(window, incidents), exposureDays(window), bursts.factor),
    notes: says === undefined ? [] : [says],
    dispersion: bursts.factor,
    ...(depth === 'whole' && incidents.length > 0
      ? { durations: durationsChange(incidents, window, nothing, 0.95) }
      : {}),
  };
}

export function wholeWindow({ spans }: WatchedTime, nowMs: number): ObservedWindow | undefined {
  const [first] = spans;
  return first && observedWindow({ spans }, first.startMs, Math.max(nowMs, first.startMs));
}

/** @param incidents in groups, each oldest first. */
export function exposureView(
  watched: WatchedTime,
  nowMs: number,
  incidents: readonly (readonly IncidentFact[])[],
): ExposureView {
  const window = wholeWindow(watched, nowMs);
  const watchedDays = window ? exposureDays(window) : 0;
  const span = window ? (window.endMs - window.startMs) / 86_400_000 : 0;
  const inside = window ? sum(incidents.map((group) => countSorted(window, group))) : 0;
  return {
    sinceMs: window?.startMs ?? null,
    untilMs: nowMs,
    watchedDays,
    unwatchedDays: span - watchedDays,
    basis: watched.basis,
    outside: sum(incidents.map(({ length }) => length)) - inside,
  };
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

function questionOf(scope: Scope, before: ObservedWindow, after: ObservedWindow): EffectQuestion {
  const { incidents, monitorChanges, others = [] } = scope;
  const comparable = others.map((other) => ({
    count: countSorted(before, other),
    exposureDays: exposureDays(before),
  }));
  return { incidents, before, after, monitorChanges, ...(comparable.length >= 3 ? { comparable } : {}) };
}

/** People act after bursts: the last three months before, held against the quarters before them. */
function burstNote(before: ObservedWindow, incidents: readonly IncidentFact[]): string | undefined {
  const early = incidents.slice(0, firstFrom(incidents, before.endMs));
  const blocks = blocksOf(before, timesOf(early), burstBlockDays, 'end');
  const last = blocks.at(-1);
  const burst = last && regressionToMean(last, blocks.slice(0, -1));
  if (!burst?.flagged) return undefined;
  return `The three months just before were an unusual burst (${burst.observedPerMonth.toFixed(1)} a month; ${burst.expectedPerMonth.toFixed(1)} were to be expected next without any fix). The comparison is with all the time before, which weakens but does not remove it.`;
}

export function timesOf(incidents: readonly IncidentFact[]): number[] {
  return incidents.map(({ startedAtMs }) => startedAtMs);
}
