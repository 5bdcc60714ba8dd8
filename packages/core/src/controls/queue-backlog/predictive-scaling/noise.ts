import { levelChangesAt } from './level-change.ts';
import type { LineSums } from './line-sums.ts';

/** Until arrivals have been seen they are taken to come in bursts: the first seconds of a quiet service look like a step. */
export const unseenDispersion = 4;

/** Of a squared standard normal number: its median and its 80th percentile. */
const median = 0.4549;
const upper = 1.6424;
/** One deviation counts for at most so many variances: a step must not look like noise, a burst must. */
const mostPerDeviation = 20;
/** A deviation of more than so many variances may be a level that changed. */
const farOut = 4;
/** Below so many deviations the memory counts, too, and only the median is believed: a step fills the upper ones. */
const enoughDeviations = 12;
/** Below so many deviations a step, which stands in two of them, fills even the median: only the memory counts. */
const leastDeviations = 5;

/**
 * How much noisier than Poisson the points are: the variance over the mean of counts. The points are twice the square root
 * of the rates (Anscombe's transform), where Poisson noise has variance 1 / seconds whatever the rate. Each point is
 * compared with the line between its neighbours, which a trend does not disturb at all and a step only twice; a change from
 * one lasting level to another is left out. Of three estimates (the median is blind to steps, the 80th percentile sees bursts
 * in every third reading, the clipped mean sees rarer ones) the largest counts; never below 1, because smoothed metrics look
 * quieter than what they measure.
 */
export function dispersionOf(
  roots: ArrayLike<number>,
  ages: ArrayLike<number>,
  secondsLong: ArrayLike<number>,
  remembered: number,
  sums: LineSums,
): number {
  const count = roots.length - 2;
  if (count < leastDeviations) return Math.max(1, remembered);
  const squared = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const share = (ages[i + 1]! - ages[i]!) / (ages[i + 2]! - ages[i]!);
    const between = (1 - share) * roots[i]! + share * roots[i + 2]!;
    const variance =
      1 / secondsLong[i + 1]! + (1 - share) ** 2 / secondsLong[i]! + share ** 2 / secondsLong[i + 2]!;
    squared[i] = (roots[i + 1]! - between) ** 2 / variance;
  }
  return estimate(withoutLevelChanges(squared, sums, remembered), remembered);
}

/**
 * What deviates because the level changed there is not noise: learnt as noise, one spike would hide the next. Only what is
 * far out of the usual can be that; how much is usual says the median, which few changes do not fill, or the memory.
 */
function withoutLevelChanges(squared: Float64Array, sums: LineSums, remembered: number): Float64Array {
  const count = squared.length;
  const usual =
    count < enoughDeviations ? remembered : Math.max(1, squared.toSorted()[(count - 1) >> 1]! / median);
  return squared.filter((square, i) => square <= farOut * usual || !levelChangesAt(sums, i + 1, usual));
}

function estimate(squared: Float64Array, remembered: number): number {
  const count = squared.length;
  if (count < leastDeviations) return Math.max(1, remembered);
  squared.sort();
  const middle = Math.max(1, squared[(count - 1) >> 1]! / median);
  if (count < enoughDeviations) return Math.max(middle, remembered);
  const typical = Math.max(middle, squared[Math.floor(0.8 * count)]! / upper);
  let sum = 0;
  for (const square of squared) sum += Math.min(mostPerDeviation * typical, square);
  return Math.max(typical, sum / count);
}

/** Seconds over which `followDispersion` forgets. */
const memorySeconds = 1800;

/** The dispersion to remember after `seconds` more of arrivals that looked like `seen`. */
export function followDispersion(remembered: number, seen: number, seconds: number): number {
  const share = Math.min(1, Math.max(0, seconds) / memorySeconds);
  return remembered + share * (seen - remembered);
}
