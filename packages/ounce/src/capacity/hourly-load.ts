import type { ServiceRef, SignalName } from '@ounce/core';
import type { History, HourSummary } from '../history/index.ts';

const hourMs = 3_600_000;
/** What comes in; where that is not measured, what gets done. */
const loadSignals = ['arrivalRate', 'serviceRate'] as const satisfies readonly SignalName[];

export interface HourlyLoad {
  readonly signal: (typeof loadSignals)[number];
  /** Means by the hour, NaN where nothing was read; the hour that is not over yet is left out. */
  readonly values: Float64Array;
  readonly axis: { readonly startMs: number; readonly stepMs: number };
  /** How far the highest reading of an hour usually stands above its mean, in the busiest quarter of the hours. */
  readonly peakOverMean: number;
  /** The highest reading of all. */
  readonly highest: number;
  /** Hours with readings. */
  readonly hours: number;
}

/** The load of a service by the hour, as far as it was recorded; undefined without a single whole hour. */
export function hourlyLoad(
  history: Pick<History, 'hours'>,
  of: ServiceRef,
  { sinceMs, untilMs }: { sinceMs: number; untilMs: number },
): HourlyLoad | undefined {
  const untilHour = Math.floor(untilMs / hourMs) * hourMs;
  for (const signal of loadSignals) {
    const hours = history.hours({ ...of, series: signal }, { sinceMs, untilMs: untilHour });
    const [first] = hours;
    if (!first) continue;
    const values = new Float64Array((untilHour - first.hourMs) / hourMs).fill(Number.NaN);
    let highest = 0;
    for (const { hourMs: atMs, mean, max } of hours) {
      values[(atMs - first.hourMs) / hourMs] = mean;
      highest = Math.max(highest, max);
    }
    const peakOverMean = usualPeak(hours);
    return {
      signal,
      values,
      axis: { startMs: first.hourMs, stepMs: hourMs },
      peakOverMean,
      highest,
      hours: hours.length,
    };
  }
  return undefined;
}

/**
 * Quiet hours have the largest ratios and never are the problem. The usual ratio is enough: how far an hour may rise above what is
 * expected of it is the forecast's own to say, and two upper ends on top of each other would be too much.
 */
function usualPeak(hours: readonly HourSummary[]): number {
  const busiest = hours
    .filter(({ mean, count }) => mean > 0 && count > 1)
    .sort((a, b) => b.mean - a.mean)
    .slice(0, Math.ceil(hours.length / 4));
  const ratios = busiest.map(({ max, mean }) => max / mean).sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? 1;
}
