import type { FittedModel, Model, Seasons } from './model.ts';

/** Every rate is within 0..1. */
export interface SmoothingRates {
  readonly level: number;
  readonly trend: number;
  /** What is left of the trend after one more step; 1 is not damped. */
  readonly damping: number;
  /** One rate for each season. */
  readonly seasonal: readonly number[];
  /** What is left of the last error one step later (first-order autocorrelation). */
  readonly carry: number;
}

interface State {
  readonly level: number;
  readonly slope: number;
  readonly seasonal: readonly Float64Array[];
  readonly lastError: number;
  /** The sum of absolute one-step errors. */
  readonly error: number;
}

const candidates = {
  level: [0.001, 0.01, 0.03, 0.1, 0.3, 0.6],
  trend: [0, 0.002, 0.01, 0.05, 0.2],
  damping: [0.8, 0.9, 0.98, 0.995],
  seasonal: [0.05, 0.15, 0.35, 0.6],
  carry: [0, 0.5, 0.8, 0.95, 0.99],
} as const;

/**
 * Additive exponential smoothing with damped trend (Gardner and McKenzie 1985), several seasons and a first-order
 * error correction (Taylor 2003, 2010). The rates are those of the smallest one-step error, found by going through one
 * rate after the other, twice, from a fixed start.
 */
export function exponentialSmoothing(seasons: Seasons): Model {
  return {
    name: `exponential smoothing ${seasons.join('+')}`,
    fit(values) {
      const longest = seasons.at(-1) ?? 1;
      if (values.length < 2 * longest || values.length < 4) return undefined;
      const rates = searchRates(values, seasons);
      return smoothedBy(seasons, rates);
    },
  };
}

/** The same with rates that are given, for one who knows them. */
export function smoothedBy(seasons: Seasons, rates: SmoothingRates): FittedModel {
  return {
    forecast(values, origin, horizon) {
      const state = smooth(values, origin, seasons, rates);
      const out = new Float64Array(horizon);
      let slope = 0;
      let damped = state.slope;
      let error = state.lastError;
      for (let h = 0; h < horizon; h++) {
        damped *= rates.damping;
        slope += damped;
        error *= rates.carry;
        let sum = state.level + slope + error;
        for (let s = 0; s < seasons.length; s++) sum += state.seasonal[s]![(origin + h) % seasons[s]!]!;
        out[h] = sum;
      }
      return out;
    },
  };
}

function searchRates(values: Float64Array, seasons: Seasons): SmoothingRates {
  let best: SmoothingRates = {
    level: 0.03,
    trend: 0,
    damping: 0.98,
    seasonal: seasons.map(() => 0.3),
    carry: 0.8,
  };
  const start = initialState(values, seasons);
  let smallest = Number.POSITIVE_INFINITY;
  const consider = (rates: SmoothingRates) => {
    const error = smooth(values, values.length, seasons, rates, start, smallest).error;
    // A tie is broken by order, not by the last bit of a sum.
    if (error < smallest * (1 - 1e-9)) {
      smallest = error;
      best = rates;
    }
  };
  consider(best);
  for (let pass = 0; pass < 2; pass++) {
    for (const level of candidates.level) consider({ ...best, level });
    for (const carry of candidates.carry) consider({ ...best, carry });
    for (let s = 0; s < seasons.length; s++) {
      for (const rate of candidates.seasonal) consider({ ...best, seasonal: best.seasonal.with(s, rate) });
    }
    for (const trend of candidates.trend) consider({ ...best, trend });
    if (best.trend > 0) for (const damping of candidates.damping) consider({ ...best, damping });
  }
  return best;
}

/** Runs the recursion over `values[0 … count)`, or until the error is past `giveUpAt`. */
function smooth(
  values: Float64Array,
  count: number,
  seasons: Seasons,
  rates: SmoothingRates,
  start = initialState(values, seasons),
  giveUpAt = Number.POSITIVE_INFINITY,
): State {
  const seasonal = start.seasonal.map((indices) => indices.slice());
  let { level } = start;
  let slope = 0;
  let lastError = 0;
  let errorSum = 0;
  const first = start.warmUp;
  for (let t = 0; t < count && errorSum < giveUpAt; t++) {
    slope *= rates.damping;
    let indexSum = 0;
    for (let s = 0; s < seasons.length; s++) indexSum += seasonal[s]![t % seasons[s]!]!;
    const error = values[t]! - (level + slope + indexSum);
    if (t >= first) errorSum += Math.abs(error - rates.carry * lastError);
    level += slope + rates.level * error;
    slope += rates.trend * error;
    for (let s = 0; s < seasons.length; s++) {
      const indices = seasonal[s]!;
      const slot = t % seasons[s]!;
      indices[slot] = indices[slot]! + rates.seasonal[s]! * error;
    }
    lastError = error;
  }
  return { level, slope, seasonal, lastError, error: errorSum };
}

/** Level and seasonal indices of the first longest season; errors count from there on. */
function initialState(values: Float64Array, seasons: Seasons) {
  const warmUp = seasons.at(-1) ?? 1;
  let level = 0;
  for (let t = 0; t < warmUp; t++) level += values[t]! / warmUp;
  const rest = Float64Array.from(values.subarray(0, warmUp), (value) => value - level);
  const seasonal = seasons.map((season) => {
    const indices = new Float64Array(season);
    const repeats = Math.floor(warmUp / season);
    for (let t = 0; t < repeats * season; t++) indices[t % season]! += rest[t]! / repeats;
    for (let t = 0; t < warmUp; t++) rest[t] = rest[t]! - indices[t % season]!;
    return indices;
  });
  return { level, seasonal, warmUp };
}
