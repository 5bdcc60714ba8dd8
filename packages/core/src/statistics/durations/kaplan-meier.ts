import { normalQuantile } from '../distributions/normal.ts';
import type { Interval } from '../rates/interval.ts';
import { type DurationSample, type ObservedDuration, sampleOf } from './duration-sample.ts';

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
export function kaplanMeier(
  durations: readonly ObservedDuration[] | DurationSample,
  level = 0.95,
): SurvivalStep[] {
  const z = normalQuantile(1 - (1 - level) / 2);
  const steps: SurvivalStep[] = [];
  walk(sampleOf(durations), (time, atRisk, ended, survival, greenwood) => {
    const [low, high] = [logLogLimit(survival, greenwood, -z), logLogLimit(survival, greenwood, z)];
    steps.push({
      ...{ time, atRisk, ended, survival },
      standardError: survival > 0 ? survival * Math.sqrt(greenwood) : 0,
      interval: survival > 0 ? { low, high, level } : null,
    });
    return true;
  });
  return steps;
}

/** Each time at which one ended, with the share that lasts longer and Greenwood's sum, for as long as `visit` wants more. */
function walk(
  { ended, open }: DurationSample,
  visit: (time: number, atRisk: number, ended: number, survival: number, greenwood: number) => boolean,
): void {
  let survival = 1;
  let greenwood = 0;
  let gone = 0;
  for (let start = 0; start < ended.length; ) {
    const time = ended[start]!;
    let end = start;
    while (end < ended.length && ended[end] === time) end += 1;
    while (gone < open.length && open[gone]! < time) gone += 1;
    const atRisk = ended.length - start + open.length - gone;
    const count = end - start;
    start = end;
    survival = count < atRisk ? survival * (1 - count / atRisk) : 0;
    greenwood += count / (atRisk * (atRisk - count));
    if (!visit(time, atRisk, count, survival, greenwood)) return;
  }
}

/** The lower limit for a negative `z`, the upper one for a positive. */
function logLogLimit(survival: number, greenwood: number, z: number): number {
  return survival > 0 ? survival ** Math.exp((z * Math.sqrt(greenwood)) / Math.log(survival)) : 0;
}

export interface MedianDuration {
  readonly count: number;
  readonly stillOpen: number;
  /** Null while more than half are still open. */
  readonly median: number | null;
  /** Where the curve's log-log limits cross one half (Brookmeyer & Crowley 1982); high Infinity = no limit yet. */
  readonly interval: Interval | null;
}

const half = 0.5 + 1e-12;

/** The median duration with open incidents as censored, and the interval read off the curve's limits. */
export function medianDuration(
  durations: readonly ObservedDuration[] | DurationSample,
  level = 0.95,
): MedianDuration {
  const sample = sampleOf(durations);
  const z = normalQuantile(1 - (1 - level) / 2);
  let low: number | undefined;
  let median: number | undefined;
  let high: number | undefined;
  let flat = false;
  // The lower limit crosses one half first, then the curve, then the upper limit: only the next one is looked at.
  walk(sample, (time, _atRisk, _ended, survival, greenwood) => {
    if (low === undefined && logLogLimit(survival, greenwood, -z) <= 0.5) low = time;
    // Where the curve is exactly one half over a stretch, its middle, as for the plain median of an even count.
    if (flat) median = (median! + time) / 2;
    flat = median === undefined && Math.abs(survival - 0.5) < 1e-12;
    if (median === undefined && survival <= half) median = time;
    if (median !== undefined && logLogLimit(survival, greenwood, z) <= 0.5) high = time;
    return high === undefined || flat;
  });
  const interval = low === undefined ? null : { low, high: high ?? Number.POSITIVE_INFINITY, level };
  const stillOpen = sample.open.length;
  return { count: sample.ended.length + stillOpen, stillOpen, median: median ?? null, interval };
}
