import type { Model } from './model.ts';

/**
 * The reference of the M4 competition: the last value, where the series shows a season adjusted by multiplicative
 * classical decomposition. Seasonal is a series whose autocorrelation at the season is outside 90 % bounds.
 */
export function naive2(season: number): Model {
  return {
    name: `naive 2 (${season})`,
    fit(values) {
      if (values.length < 1) return undefined;
      const indices = isSeasonal(values, season)
        ? seasonalIndices(values, season)
        : new Float64Array(season).fill(1);
      return {
        forecast(history, origin, horizon) {
          const level = history[origin - 1]! / indices[(origin - 1) % season]!;
          return Float64Array.from({ length: horizon }, (_, h) => level * indices[(origin + h) % season]!);
        },
      };
    },
  };
}

function isSeasonal(values: Float64Array, season: number): boolean {
  const n = values.length;
  if (n < 3 * season) return false;
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const products = (lag: number) => {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += (values[t]! - mean) * (values[t - lag]! - mean);
    return sum;
  };
  const variance = products(0);
  let squares = 0;
  for (let lag = 1; lag < season; lag++) squares += (products(lag) / variance) ** 2;
  return Math.abs(products(season) / variance) > 1.645 * Math.sqrt((1 + 2 * squares) / n);
}

/** Means of the ratios to a centred moving average of one (even) season, normalised to a mean of one. */
function seasonalIndices(values: Float64Array, season: number): Float64Array {
  const half = season / 2;
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  for (let t = Math.ceil(half); t < values.length - half; t++) {
    let sum = 0;
    for (let k = -Math.floor(half); k <= half; k++) {
      const edge = season % 2 === 0 && Math.abs(k) === half;
      sum += (edge ? 0.5 : 1) * values[t + k]!;
    }
    sums[t % season]! += values[t]! / (sum / season);
    counts[t % season]!++;
  }
  const indices = sums.map((sum, slot) => sum / counts[slot]!);
  const mean = indices.reduce((sum, index) => sum + index / season, 0);
  return indices.map((index) => index / mean);
}
