import type { RateSeries } from '../../load/arrivals.ts';
import { type Line, type LineSums, lineSums, lineThrough } from './line-sums.ts';
import { dispersionOf, unseenDispersion } from './noise.ts';
import { type Rise, riseOf } from './rise.ts';

/** Where a noisy rate stands now and where it is heading. */
export interface Level {
  /** Per second, now. */
  readonly rate: number;
  /** Standard error of `rate`. */
  readonly error: number;
  /** Change of the rate per second, zero unless it stands out of the noise. */
  readonly slope: number;
  readonly slopeError: number;
  /** For how many seconds the level has been seen. */
  readonly seenSeconds: number;
  /** The usual rate before the newest shift; equal to `rate` when there was none lately. */
  readonly before: number;
  /** How many of the newest readings this rests on. */
  readonly readings: number;
  readonly dispersion: number;
}

/** A shift must stand out by so many standard deviations: once in a million for one reading of normal noise. */
const shiftDeviations = 4.5;
/** A trend must stand out by so many standard errors, and rest on so many readings, to be carried into the future. */
const trendErrors = 4;
const leastTrendReadings = 4;
/** … and so many seconds: a few readings a second apart rise and fall together where arrivals come in bursts. */
const leastTrendSeconds = 15;
/** A shift is news for so many readings, and what was usual before it is read off as many. */
const newsReadings = 12;
/** The newest so many readings are each time compared with the line through those before them. */
const newestGroups = [1, 2, 3, 4, 6, 8, 12, 16, 24];

/**
 * The level of a rate: a straight line through as many of the newest readings as one line explains. A step is seen as soon
 * as it stands out of the noise (nothing is smoothed across it), a trend only when it is sure. Noise is measured, not
 * assumed: bursty arrivals need a larger step. Cost grows with the readings, about 150 ns each.
 */
export function levelOf(series: RateSeries, rememberedDispersion: number): Level | undefined {
  const points = toPoints(series);
  if (points.ages.length === 0) return undefined;
  const roots = lineSums(points.ages, points.roots, points.seconds);
  const dispersion = dispersionOf(points.roots, points.ages, points.seconds, rememberedDispersion, roots);
  const rates = lineSums(points.ages, points.rates, points.seconds);
  const readings = longestLine(roots, dispersion);
  const line = levelFrom(rates, roots, 0, readings, dispersion);
  const now = risen(
    line,
    riseOf(rates, points.ages, Math.max(dispersion, rememberedDispersion - unseenDispersion)),
  );
  const before =
    readings <= newsReadings ? usual(points.rates.slice(readings, readings + newsReadings)) : undefined;
  return { ...now, before: before ?? now.rate, readings, dispersion };
}

type Standing = Pick<Level, 'rate' | 'error' | 'slope' | 'slopeError' | 'seenSeconds'>;

/** What has begun to rise lately is not yet seen in a line through more than the rise. */
function risen(line: Standing, rise: Rise | undefined): Standing {
  if (!rise || rise.slope <= line.slope) return line;
  const { rate, error, slope, slopeError, seconds } = rise;
  return { rate, error, slope, slopeError, seenSeconds: seconds };
}

/** The median: what a reading taken in the middle of a shift does not change. */
function usual(rates: Float64Array): number | undefined {
  return rates.sort()[rates.length >> 1];
}

/** The level without the newest reading: what was believed before it came. */
export function levelBefore(series: RateSeries, rememberedDispersion: number): Level | undefined {
  return levelOf(
    {
      timesMs: series.timesMs.slice(0, -1),
      rates: series.rates.slice(0, -1),
      secondsLong: series.secondsLong.slice(0, -1),
    },
    rememberedDispersion,
  );
}

/** Newest first, as ages in seconds, with twice the square root of the rate, whose noise does not depend on the rate. */
function toPoints({ timesMs, rates, secondsLong }: RateSeries) {
  const count = rates.length;
  const points = {
    ages: new Float64Array(count),
    rates: new Float64Array(count),
    roots: new Float64Array(count),
    seconds: new Float64Array(count),
  };
  for (let i = 0; i < count; i++) {
    const from = count - 1 - i;
    const seconds = Math.max(0.001, secondsLong[from]!);
    points.ages[i] = (timesMs[count - 1]! - timesMs[from]!) / 1000;
    points.rates[i] = rates[from]!;
    points.seconds[i] = seconds;
    points.roots[i] = 2 * Math.sqrt(rates[from]! + 0.375 / seconds);
  }
  return points;
}

/**
 * How many of the newest points one line explains: grown (by an eighth, once they are many) until it no longer does. On a
 * steep ramp neighbours differ like two levels, and only four or more points show the line; so the first few lengths are
 * all tried.
 */
function longestLine(roots: LineSums, dispersion: number): number {
  let longest = 1;
  for (let count = 2; count <= roots.count; count = nextLength(count, roots.count)) {
    if (isOneLine(roots, count, dispersion)) longest = count;
    else if (count > 2 * leastTrendReadings) break;
  }
  return longest;
}

function nextLength(count: number, most: number): number {
  return count === most ? most + 1 : Math.min(most, count + Math.max(1, count >> 3));
}

function isOneLine(roots: LineSums, count: number, dispersion: number): boolean {
  const whole = lineThrough(roots, 0, count);
  const sloped = trendOf(whole, count, dispersion) !== 0;
  // A step with a reading taken in its middle looks like a short ramp that fits badly: such a fit must be a good one.
  const slack = sloped && count < 2 * leastTrendReadings ? 0 : 6;
  const freedom = Math.max(0, count - 2);
  if (whole.residual > (freedom + shiftDeviations * Math.sqrt(2 * freedom) + slack) * dispersion)
    return false;
  for (const group of newestGroups) {
    const olderCount = count - group;
    if (olderCount < 1 || (sloped && olderCount < leastTrendReadings)) break;
    if (Math.abs(distanceOfNewest(roots, group, count, dispersion)) > shiftDeviations) return false;
  }
  return true;
}

/** How far the mean of the newest `group` points is from what the points before them foretell, in standard deviations. */
function distanceOfNewest(roots: LineSums, group: number, count: number, dispersion: number): number {
  const older = lineThrough(roots, group, count);
  const newer = lineThrough(roots, 0, group);
  const trend = trendOf(older, count - group, dispersion);
  const reach = trend === 0 ? 0 : newer.meanAge - older.meanAge;
  const slopeVariance = reach === 0 ? 0 : (reach * reach) / older.spread;
  const variance = 1 / newer.weight + 1 / older.weight + slopeVariance;
  return (newer.mean - older.mean - trend * reach) / Math.sqrt(dispersion * variance);
}

/** The line's slope when it is sure, otherwise zero. */
function trendOf(line: Line, readings: number, dispersion: number): number {
  if (readings < leastTrendReadings || line.weight < leastTrendSeconds || line.spread <= 1e-9) return 0;
  return Math.abs(line.perAge) > trendErrors * Math.sqrt(dispersion / line.spread) ? line.perAge : 0;
}

function levelFrom(rates: LineSums, roots: LineSums, first: number, end: number, dispersion: number) {
  const line = lineThrough(rates, first, end);
  const sure = trendOf(lineThrough(roots, first, end), end - first, dispersion) !== 0;
  const variance = dispersion * Math.max(line.mean, 1 / line.weight);
  const seenSeconds = line.weight;
  if (!sure) {
    const error = Math.sqrt(variance / line.weight);
    return { rate: line.mean, error, slope: 0, slopeError: 0, seenSeconds };
  }
  return {
    rate: Math.max(0, line.mean - line.perAge * line.meanAge),
    error: Math.sqrt(variance * (1 / line.weight + line.meanAge ** 2 / line.spread)),
    slope: -line.perAge,
    slopeError: Math.sqrt(variance / line.spread),
    seenSeconds,
  };
}
