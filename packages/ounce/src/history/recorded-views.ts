import {
  type ReplicaCounts,
  type ServicePlan,
  type ServiceRef,
  type ServiceView,
  type Signal,
  type SignalName,
  signalNames,
  type Window,
} from '@ounce/core';
import type { History, Span } from './history.ts';

/** As the governor keeps them: twenty minutes of readings, at least 60 of them. */
const keptMs = 20 * 60_000;
const leastKept = 60;
const freshForIntervals = 2.5;

/** A recorded series with a hand that moves along it. */
class Recorded {
  readonly window: Window;
  readonly intervalMs: number;
  readonly #kept: number;
  #end = 0;

  constructor(window: Window) {
    this.window = window;
    this.intervalMs = medianGap(window.timesMs);
    this.#kept = Math.max(leastKept, Math.ceil(keptMs / this.intervalMs));
  }

  advance(nowMs: number): void {
    while (this.#end < this.window.timesMs.length && this.window.timesMs[this.#end]! <= nowMs) this.#end++;
  }

  /** The newest reading by now, unless it is too old. */
  fresh(nowMs: number): number | undefined {
    const age = nowMs - this.window.timesMs[this.#end - 1]!;
    return age <= freshForIntervals * this.intervalMs ? this.window.values[this.#end - 1] : undefined;
  }

  /** As much of the readings by now as a governor would have kept. */
  get seen(): Window {
    const from = Math.max(0, this.#end - this.#kept);
    const { timesMs, values } = this.window as { timesMs: Float64Array; values: Float64Array };
    return { timesMs: timesMs.subarray(from, this.#end), values: values.subarray(from, this.#end) };
  }

  view(nowMs: number): Signal {
    const { intervalMs, seen: window } = this;
    return this.fresh(nowMs) === undefined
      ? { kind: 'stale', window, intervalMs, why: 'nothing was recorded' }
      : { kind: 'fresh', window, intervalMs };
  }

  /** The last values up to now, oldest first. */
  last(count: number): number[] {
    return Array.from(
      (this.window.values as Float64Array).subarray(Math.max(0, this.#end - count), this.#end),
    );
  }
}

/**
 * The views that a control would have had: one at each moment at which the most often read of `signals` was read. Readings
 * that came late are taken as having come in time.
 */
export function* recordedViews(
  history: Pick<History, 'readings'>,
  { service, region }: ServiceRef,
  signals: readonly SignalName[],
  span: Span,
  planAt: (nowMs: number) => ServicePlan | undefined = () => undefined,
): Generator<ServiceView> {
  const load = (series: string) => new Recorded(history.readings({ service, region, series }, span));
  const all = signalNames.map((name) => [name, load(name)] as const);
  const recorded = all.filter(([, { window }]) => window.timesMs.length > 0);
  const [ready, desired, startups] = [load('readyReplicas'), load('desiredReplicas'), load('startupMs')];
  const clock = recorded
    .filter(([name]) => signals.includes(name))
    .sort(([, a], [, b]) => b.window.timesMs.length - a.window.timesMs.length)[0]?.[1];
  for (let i = 0; i < (clock?.window.timesMs.length ?? 0); i++) {
    const nowMs = clock!.window.timesMs[i]!;
    for (const [, series] of recorded) series.advance(nowMs);
    for (const series of [ready, desired, startups]) series.advance(nowMs);
    const replicas = replicasAt(ready, desired, nowMs);
    const plan = planAt(nowMs);
    yield {
      ...{ service, region, nowMs },
      signals: Object.fromEntries(recorded.map(([name, series]) => [name, series.view(nowMs)])),
      ...(replicas ? { replicas } : {}),
      ...(ready.last(1).length > 0 ? { readyBefore: ready.seen } : {}),
      ...(plan ? { plan } : {}),
      startupTimesMs: startups.last(20),
    };
  }
}

function replicasAt(ready: Recorded, desired: Recorded, nowMs: number): ReplicaCounts | undefined {
  const isReady = ready.fresh(nowMs);
  if (isReady === undefined) return undefined;
  const isDesired = desired.fresh(nowMs) ?? isReady;
  return { ready: isReady, desired: isDesired, starting: Math.max(0, isDesired - isReady) };
}

/** 10 s where there is nothing to tell it from. */
function medianGap(timesMs: ArrayLike<number>): number {
  const gaps: number[] = [];
  for (let i = 1; i < timesMs.length && i <= 1_001; i++) gaps.push(timesMs[i]! - timesMs[i - 1]!);
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 10_000;
}
