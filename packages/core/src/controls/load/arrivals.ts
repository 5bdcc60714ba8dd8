import type { ServiceView, Signal, SignalName, Window } from '../../model/signal.ts';
import type { TimeSpan } from '../../statistics/index.ts';

/** Mean rates over consecutive stretches of time, oldest first: `rates[i]` holds for the `secondsLong[i]` before `timesMs[i]`. */
export interface RateSeries {
  readonly timesMs: readonly number[];
  readonly rates: readonly number[];
  readonly secondsLong: readonly number[];
}

/** A depth reading this many intervals after the one before says nothing about the stretch between them. */
const gapIntervals = 3;

export const noRates: RateSeries = { timesMs: [], rates: [], secondsLong: [] };

/** Which readings may be used: `fresh` for deciding, `any` for looking back. */
export type Which = 'fresh' | 'any';

export function usable(view: ServiceView, name: SignalName, which: Which): Signal | undefined {
  const signal = view.signals[name];
  return signal && (which === 'any' || signal.kind === 'fresh') ? signal : undefined;
}

/** Arrivals as the service reports them; empty when it does not. */
export function measuredArrivals(view: ServiceView, which: Which): RateSeries {
  const signal = usable(view, 'arrivalRate', which);
  if (!signal) return noRates;
  const { timesMs, values } = signal.window;
  const series = { timesMs: [] as number[], rates: [] as number[], secondsLong: [] as number[] };
  for (let i = 0; i < timesMs.length; i++) {
    const sinceMs = i === 0 ? signal.intervalMs : timesMs[i]! - timesMs[i - 1]!;
    series.timesMs.push(timesMs[i]!);
    series.rates.push(Math.max(0, values[i]!));
    // After a gap the reading still speaks for one interval only.
    series.secondsLong.push(Math.min(sinceMs, signal.intervalMs) / 1000);
  }
  return series;
}

/**
 * Arrivals read off the queue: what was served, plus what the queue grew by. Empty when either is missing.
 * `servedRate` says what was served in a stretch (per second), or NaN when that is not known.
 */
export function arrivalsFromDepth(
  depth: Signal | undefined,
  servedRate: (fromMs: number, toMs: number, depthBefore: number, depthAfter: number) => number,
): RateSeries {
  if (!depth) return noRates;
  const { timesMs, values } = depth.window;
  const series = { timesMs: [] as number[], rates: [] as number[], secondsLong: [] as number[] };
  for (let i = 1; i < timesMs.length; i++) {
    const fromMs = timesMs[i - 1]!;
    const toMs = timesMs[i]!;
    if (toMs - fromMs > gapIntervals * depth.intervalMs) continue;
    const served = servedRate(fromMs, toMs, values[i - 1]!, values[i]!);
    if (!Number.isFinite(served)) continue;
    const seconds = (toMs - fromMs) / 1000;
    series.timesMs.push(toMs);
    series.rates.push(Math.max(0, served + (values[i]! - values[i - 1]!) / seconds));
    series.secondsLong.push(seconds);
  }
  return series;
}

/** The mean of a rate's readings within a stretch (the newest one shortly before it, when none fell inside), or NaN. */
export function meanBetween(signal: Signal): (fromMs: number, toMs: number) => number {
  const { timesMs, values } = signal.window;
  const slackMs = signal.intervalMs / 2;
  let next = 0;
  // Stretches are asked for in order of time, so one walk over the readings serves them all.
  return (fromMs, toMs) => {
    while (next < timesMs.length && timesMs[next]! <= fromMs) next++;
    let sum = 0;
    let count = 0;
    for (let i = next; i < timesMs.length && timesMs[i]! <= toMs + slackMs; i++) {
      sum += values[i]!;
      count++;
    }
    if (count > 0) return Math.max(0, sum / count);
    const before = next - 1;
    return before >= 0 && fromMs - timesMs[before]! <= signal.intervalMs
      ? Math.max(0, values[before]!)
      : Number.NaN;
  };
}

/** The readings that were taken outside all of the spans. */
export function readingsOutside(window: Window, spans: readonly TimeSpan[]): Window {
  if (spans.length === 0) return window;
  const timesMs: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < window.timesMs.length; i++) {
    const atMs = window.timesMs[i]!;
    if (spans.some(({ startMs, endMs }) => atMs >= startMs && atMs <= endMs)) continue;
    timesMs.push(atMs);
    values.push(window.values[i]!);
  }
  return { timesMs, values };
}

/** The newest reading. */
export function newest({ values }: Window): number {
  return values[values.length - 1]!;
}
