import { decompose, patternAt } from '../models/decomposition.ts';
import type { Seasons } from '../models/model.ts';
import { finiteMean, median, robustDeviation } from '../numeric/robust.ts';

/** The newest lasting change of level. */
export interface LevelShift {
  /** The first step on the new level. */
  readonly at: number;
  /** The new level over the old one where nothing is negative, otherwise the new level less the old one. */
  readonly change: number;
  readonly kind: 'ratio' | 'distance';
}

const deviationsNeeded = 6;
/** A ratio nearer to one than this, or a distance of less than this many deviations of the whole, is left to the models. */
const smallestRatio = 1.35;
const smallestDeviations = 1;
/** Medians are taken over two short seasons, in eight strides. */
const stridesPerSide = 8;

/**
 * Finds where the level, with the repeating patterns taken out, jumped and stayed: the medians of two short seasons on
 * either side differ by more than six deviations, and all that follows is nearer to the new level. Loads are looked at
 * on the logarithm, where a jump keeps the shape of the day. Needs two longest seasons of history and one short one
 * more, or a weekend would look like a shift.
 */
export function findLevelShift(values: Float64Array, seasons: Seasons): LevelShift | undefined {
  const shortest = seasons[0];
  const longest = seasons.at(-1);
  if (shortest === undefined || longest === undefined || values.length < 2 * longest + shortest)
    return undefined;
  const isLoad = values.every((value) => !(value < 0));
  const offset = isLoad ? 0.05 * finiteMean(values) : 0;
  if (isLoad && !(offset > 0)) return undefined;
  const scaled = isLoad ? values.map((value) => Math.log(value + offset)) : values;
  const { patterns } = decompose(scaled, seasons);
  const flat = scaled.map((value, t) => value - patternAt(patterns, t));
  const smallest = isLoad ? Math.log(smallestRatio) : smallestDeviations * robustDeviation(scaled);
  const found = strongestJump(flat, shortest, smallest);
  if (found === undefined) return undefined;
  const { at, distance } = found;
  return isLoad
    ? { at, change: Math.exp(distance), kind: 'ratio' }
    : { at, change: distance, kind: 'distance' };
}

function strongestJump(flat: Float64Array, shortest: number, smallest: number) {
  const stride = Math.max(shortest >> 2, 1);
  const side = stridesPerSide * stride;
  // The median of the `side` steps from each place: what is right of one place is left of a later one.
  const levels = new Float64Array(Math.max(Math.floor((flat.length - side) / stride) + 1, 0));
  for (let k = 0; k < levels.length; k++) levels[k] = median(flat.subarray(k * stride, k * stride + side));
  let found: { at: number; distance: number } | undefined;
  let strength = deviationsNeeded;
  for (let k = stridesPerSide; k < levels.length; k++) {
    const at = k * stride;
    const before = levels[k - stridesPerSide]!;
    const after = levels[k]!;
    const jump = Math.abs(after - before);
    if (!(jump > smallest)) continue;
    const left = flat.subarray(at - side, at);
    const right = flat.subarray(at, at + side);
    const noise = Math.max(robustDeviation(left), robustDeviation(right), 1e-6 * jump);
    if (jump / noise <= strength || !stays(flat.subarray(at), before, after, side)) continue;
    strength = jump / noise;
    found = { at: placeOf(flat, at - side, at + side, before, after), distance: after - before };
  }
  return found;
}

/**
 * The place between `from` and `to` from which on the readings are nearer to the new level: strides and medians only find the
 * neighbourhood, and a reading of the new level that counts as an old one would be scaled once more.
 */
function placeOf(flat: Float64Array, from: number, to: number, before: number, after: number): number {
  let place = from;
  let sum = 0;
  let least = 0;
  for (let t = from; t < to; t++) {
    const nearer = Math.abs(flat[t]! - before) - Math.abs(flat[t]! - after);
    if (Number.isNaN(nearer)) continue;
    sum += nearer;
    if (sum >= least) continue;
    least = sum;
    place = t + 1;
  }
  return place;
}

/** Whether every stretch of `side` steps is nearer to `after` than to `before`. */
function stays(rest: Float64Array, before: number, after: number, side: number): boolean {
  for (let from = 0; from + (side >> 1) <= rest.length; from += side) {
    const level = median(rest.subarray(from, from + side));
    if (Math.abs(level - after) > Math.abs(level - before)) return false;
  }
  return true;
}

/** The history as if it had always been on the new level. */
export function alignToLevel(values: Float64Array, { at, change, kind }: LevelShift): Float64Array {
  return values.map((value, t) => {
    if (t >= at) return value;
    return kind === 'ratio' ? value * change : value + change;
  });
}
