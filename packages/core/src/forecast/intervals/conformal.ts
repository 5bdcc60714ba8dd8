import { nextQuantile } from '../numeric/robust.ts';
import { nonDecreasing } from './non-decreasing.ts';
import { peakScores } from './peak-scores.ts';

/** What backtests taught about the errors: enough to give any quantile of a forecast. */
export interface Calibration {
  /** Errors (came minus said) over their expected size, sorted. Empty when there was no backtest. */
  readonly scores: Float64Array;
  /** The same for the highest of each day, sorted; empty when no whole day was tested. */
  readonly peakScores: Float64Array;
  /** How the size of errors grows over the horizon; the last entry holds for what lies beyond. Never falling. */
  readonly growth: Float64Array;
  /** Widening for having seen few days only, at least 1. */
  readonly widening: number;
  /** Share of the backtest's readings inside a 95 % interval made from the other origins; NaN without enough of them. */
  readonly coverage: number;
}

export interface CalibrationInput {
  /** The forecasts. */
  readonly said: Float64Array;
  /** Came minus said, origin after origin, `horizon` steps each; NaN where nothing came. */
  readonly errors: Float64Array;
  /** The expected size of each of these errors, from the time of day alone. */
  readonly sizes: Float64Array;
  readonly horizon: number;
  /** How many stretches of the tested time are independent of each other, for example days. */
  readonly independent: number;
  /** Steps in a day, or 1 where there is none. */
  readonly season: number;
}

/**
 * Split conformal prediction with locally scaled scores (Lei et al. 2018). The scores of one origin hang together, so the
 * usual correction for `n` scores would promise too much: the interval is widened as Student's t is against the normal
 * for the number of independent stretches.
 */
export function calibrate(input: CalibrationInput): Calibration {
  const growth = errorGrowth(input);
  const origins = Math.round(input.errors.length / input.horizon);
  const perOrigin = Array.from({ length: origins }, (_, k) => originScores(input, growth, k));
  const scores = Float64Array.from(perOrigin.flat()).sort();
  const widening = wideningFor(input.independent);
  const peaks = input.season > 1 ? peakScores(input, input.season, growth) : new Float64Array(0);
  return { scores, peakScores: peaks, growth, widening, coverage: leaveOneOutCoverage(perOrigin, widening) };
}

/** The signed distance from the point forecast to its `level` quantile, in units of the expected error size. */
export function scoreQuantile(calibration: Pick<Calibration, 'scores' | 'widening'>, level: number): number {
  const { scores, widening } = calibration;
  if (scores.length === 0) return Number.NaN;
  return widening * spreadQuantile(scores, sortedSizes(scores), level);
}

/** Half from the signed scores (bursts go up, not down) and half from their sizes, which halves the noise of the tails. */
function spreadQuantile(scores: Float64Array, sizes: Float64Array, level: number): number {
  const signed = nextQuantile(scores, level);
  const symmetric = Math.sign(level - 0.5) * nextQuantile(sizes, Math.abs(2 * level - 1));
  return (signed + symmetric) / 2;
}

/** The absolute values of sorted scores, sorted: both ends meet in the middle, so a merge is enough. */
function sortedSizes(scores: Float64Array): Float64Array {
  const sizes = new Float64Array(scores.length);
  let low = 0;
  let high = scores.length - 1;
  for (let at = sizes.length - 1; at >= 0; at--) {
    const below = -scores[low]!;
    sizes[at] = Math.abs(below > scores[high]! ? scores[low++]! : scores[high--]!);
  }
  return sizes;
}

function originScores(input: CalibrationInput, growth: Float64Array, origin: number): number[] {
  const { errors, sizes, horizon } = input;
  const kept: number[] = [];
  for (let h = 0; h < horizon; h++) {
    const score = errors[origin * horizon + h]! / (sizes[origin * horizon + h]! * growth[h]!);
    if (Number.isFinite(score)) kept.push(score);
  }
  return kept;
}

/** Mean scaled error by horizon, made non-decreasing, one in its mean. */
function errorGrowth({ errors, sizes, horizon }: CalibrationInput): Float64Array {
  const sums = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  let total = 0;
  let count = 0;
  for (let i = 0; i < errors.length; i++) {
    const scaled = Math.abs(errors[i]! / sizes[i]!);
    if (!Number.isFinite(scaled)) continue;
    const h = i % horizon;
    sums[h] = sums[h]! + scaled;
    counts[h] = counts[h]! + 1;
    total += scaled;
    count++;
  }
  if (!(total > 0)) return new Float64Array(horizon).fill(1);
  const mean = total / count;
  // A few origins say little about each single step: a quarter of the overall mean steadies them.
  const steadied = sums.map((sum, h) => (sum / Math.max(counts[h]!, 1) / mean) * 0.75 + 0.25);
  return nonDecreasing(steadied, counts);
}

/** Student's t over the normal at 97.5 %, by the expansion of Fisher and Cornish (1960), never under 1. */
export function wideningFor(independent: number): number {
  const z = 1.959964;
  const freedom = Math.max(independent - 1, 1);
  return 1 + (z ** 2 + 1) / (4 * freedom) + (5 * z ** 4 + 16 * z ** 2 + 3) / (96 * freedom ** 2);
}

function leaveOneOutCoverage(perOrigin: readonly number[][], widening: number): number {
  if (perOrigin.length < 3) return Number.NaN;
  const all = perOrigin.flatMap((scores, origin) => scores.map((score) => ({ score, origin })));
  all.sort((a, b) => a.score - b.score);
  let inside = 0;
  perOrigin.forEach((held, origin) => {
    const others = all.filter((entry) => entry.origin !== origin);
    const scores = Float64Array.from(others, ({ score }) => score);
    if (scores.length === 0) return;
    const sizes = sortedSizes(scores);
    const low = widening * spreadQuantile(scores, sizes, 0.025);
    const high = widening * spreadQuantile(scores, sizes, 0.975);
    for (const score of held) if (score >= low && score <= high) inside++;
  });
  return all.length > 0 ? inside / all.length : Number.NaN;
}
