import { median, robustDeviation } from '../numeric/robust.ts';
import { continueByLags, lagCoefficients, moments } from './lag-coefficients.ts';
import type { Model, Seasons } from './model.ts';

export interface Decomposition {
  readonly trend: Float64Array;
  /** One repeating pattern for each season, centred on zero, as long as the season. */
  readonly patterns: readonly Float64Array[];
  readonly remainder: Float64Array;
}

/**
 * Trend, repeating patterns and remainder, by medians so that an incident does not bend them: the trend is a running
 * mean of one longest season over values that are held within three deviations of their slot, the patterns are slot
 * medians, shortest season first (the order of MSTL, Bandara, Hyndman and Bergmeir 2021). Missing values (NaN) stay
 * missing in the remainder and are left out everywhere else.
 */
export function decompose(values: Float64Array, seasons: Seasons): Decomposition {
  const longest = seasons.at(-1) ?? 1;
  let trend = runningMean(heldNearMiddle(values), longest);
  let patterns: Float64Array[] = [];
  let remainder = values;
  for (let pass = 0; pass < 2; pass++) {
    const detrended = values.map((value, t) => value - trend[t]!);
    patterns = seasons.map((season) => takePattern(detrended, season));
    remainder = detrended;
    if (pass === 1) break;
    const bound = 3 * 1.4826 * median(remainder.map(Math.abs));
    const held = values.map((value, t) => {
      const rest = remainder[t]!;
      return Number.isNaN(rest) ? Number.NaN : value - rest + Math.max(-bound, Math.min(bound, rest));
    });
    trend = runningMean(
      held.map((value, t) => value - patternAt(patterns, t)),
      longest,
    );
  }
  return { trend, patterns, remainder };
}

/** The first trend must not be bent by a spike either, and nothing is known yet but the middle and the usual distance. */
function heldNearMiddle(values: Float64Array): Float64Array {
  const middle = median(values);
  const bound = 4 * robustDeviation(values);
  if (!(bound > 0)) return values;
  return values.map((value) => Math.max(middle - bound, Math.min(middle + bound, value)));
}

/** The sum of all patterns at step `t`. */
export function patternAt(patterns: readonly Float64Array[], t: number): number {
  let sum = 0;
  for (const pattern of patterns) sum += pattern[t % pattern.length]!;
  return sum;
}

/** Takes the slot medians out of `rest` and returns them. */
function takePattern(rest: Float64Array, season: number): Float64Array {
  const pattern = new Float64Array(season);
  const perSlot = new Float64Array(Math.ceil(rest.length / season));
  let centre = 0;
  for (let slot = 0; slot < season; slot++) {
    let count = 0;
    for (let t = slot; t < rest.length; t += season) perSlot[count++] = rest[t]!;
    const middle = median(perSlot.subarray(0, count));
    pattern[slot] = Number.isNaN(middle) ? 0 : middle;
    centre += pattern[slot]! / season;
  }
  for (let slot = 0; slot < season; slot++) pattern[slot] = pattern[slot]! - centre;
  for (let t = 0; t < rest.length; t++) rest[t] = rest[t]! - pattern[t % season]!;
  return pattern;
}

/** Centred running mean over `width` values; at the ends, over the nearest `width` that exist. */
function runningMean(values: Float64Array, width: number): Float64Array {
  const n = values.length;
  const sums = new Float64Array(n + 1);
  const counts = new Float64Array(n + 1);
  for (let t = 0; t < n; t++) {
    const there = Number.isFinite(values[t]!);
    sums[t + 1] = sums[t]! + (there ? values[t]! : 0);
    counts[t + 1] = counts[t]! + (there ? 1 : 0);
  }
  const window = Math.min(width, n);
  return values.map((_, t) => {
    const from = Math.max(0, Math.min(t - (window >> 1), n - window));
    const count = counts[from + window]! - counts[from]!;
    if (count > 0) return (sums[from + window]! - sums[from]!) / count;
    return counts[n]! > 0 ? sums[n]! / counts[n]! : Number.NaN;
  });
}

/** Patterns and the last trend continue, the remainder dies away as its own lags say. */
export function decompositionModel(seasons: Seasons, order: number): Model {
  return {
    name: `robust decomposition ${seasons.join('+')}`,
    fit(values) {
      const longest = seasons.at(-1) ?? 1;
      if (values.length < 2 * longest + 2) return undefined;
      const { patterns, trend, remainder } = decompose(values, seasons);
      const span = Math.min(order, remainder.length >> 2);
      const level = trend.at(-1)!;
      const { deviation } = moments(remainder);
      const coefficients = lagCoefficients(
        remainder.map((rest) => rest / deviation),
        span,
        0.01,
      );
      return {
        forecast(history, origin, horizon) {
          let recentLevel = 0;
          const window = Math.min(longest, origin);
          for (let t = origin - window; t < origin; t++) {
            recentLevel += (history[t]! - patternAt(patterns, t)) / window;
          }
          const base = Number.isFinite(recentLevel) ? recentLevel : level;
          const recent = new Float64Array(span);
          for (let k = 0; k < span; k++) {
            const t = origin - span + k;
            recent[k] = history[t]! - patternAt(patterns, t) - base;
          }
          const carried = continueByLags(recent, coefficients, horizon);
          return carried.map((rest, h) => base + patternAt(patterns, origin + h) + rest);
        },
      };
    },
  };
}
