import { normalQuantile } from '../distributions/normal.ts';
import type { Interval } from '../rates/interval.ts';

/** A duration that has ended, or that was still running when it was last looked at (censored). */
export interface ObservedDuration {
  readonly duration: number;
  readonly ended: boolean;
}

export interface SurvivalStep {
  /** In the unit of the durations; the share holds from here until the next step. */
  readonly time: number;
  readonly atRisk: number;
  readonly ended: number;
  /** Share of incidents that last longer than `time`. */
  readonly survival: number;
  /** Greenwood's standard error of that share. */
  readonly standardError: number;
  /** Log-log interval of that share, which stays within 0 and 1; null once the share is 0. */
  readonly interval: Interval | null;
}

/**
 * Kaplan–Meier's survival curve: open incidents count for as long as they were seen, and are not thrown away.
 * Kaplan & Meier, JASA 53 (1958) 457–481; Greenwood 1926; log-log limits Kalbfleisch & Prentice, §1.4.
 */
export function kaplanMeier(durations: readonly ObservedDuration[], level = 0.95): SurvivalStep[] {
  const z = normalQuantile(1 - (1 - level) / 2);
  const sorted = [...durations].sort((a, b) => a.duration - b.duration);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood = 0;
  for (let start = 0; start < sorted.length; ) {
    const time = sorted[start]!.duration;
    let end = start;
    let ended = 0;
    while (end < sorted.length && sorted[end]!.duration === time) {
      if (sorted[end]!.ended) ended += 1;
      end += 1;
    }
    const atRisk = sorted.length - start;
    start = end;
    if (ended === 0) continue;
    survival *= 1 - ended / atRisk;
    greenwood += ended / (atRisk * (atRisk - ended));
    const open = ended < atRisk;
    steps.push({
      time,
      atRisk,
      ended,
      survival: open ? survival : 0,
      standardError: open ? survival * Math.sqrt(greenwood) : 0,
      interval: open ? logLogInterval(survival, greenwood, z, level) : null,
    });
  }
  return steps;
}

function logLogInterval(survival: number, greenwood: number, z: number, level: number): Interval {
  const spread = Math.exp((z * Math.sqrt(greenwood)) / Math.log(survival));
  return { low: survival ** (1 / spread), high: survival ** spread, level };
}

export interface MedianDuration {
  readonly count: number;
  readonly stillOpen: number;
  /** Null while more than half are still open. */
  readonly median: number | null;
  /** Where the curve's log-log limits cross one half (Brookmeyer & Crowley 1982); high Infinity = no limit yet. */
  readonly interval: Interval | null;
}

/** The median duration with open incidents as censored, and the interval read off the curve's limits. */
export function medianDuration(durations: readonly ObservedDuration[], level = 0.95): MedianDuration {
  const steps = kaplanMeier(durations, level);
  const stillOpen = durations.filter(({ ended }) => !ended).length;
  const half = steps.findIndex(({ survival }) => survival <= 0.5 + 1e-12);
  const median = half < 0 ? null : medianAt(steps, half);
  const low = steps.find(({ interval }) => (interval?.low ?? 0) <= 0.5)?.time;
  const high = steps.find(({ interval }) => (interval?.high ?? 0) <= 0.5)?.time;
  const interval = low === undefined ? null : { low, high: high ?? Number.POSITIVE_INFINITY, level };
  return { count: durations.length, stillOpen, median, interval };
}

/** Where the curve is exactly one half over a stretch, its middle, as for the plain median of an even count. */
function medianAt(steps: readonly SurvivalStep[], half: number): number {
  const step = steps[half]!;
  const next = steps[half + 1];
  return Math.abs(step.survival - 0.5) < 1e-12 && next ? (step.time + next.time) / 2 : step.time;
}
