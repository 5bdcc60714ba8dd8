import { solvePositiveDefinite } from '../numeric/cholesky.ts';
import { moments } from './lag-coefficients.ts';
import type { Model, Seasons } from './model.ts';

export interface FourierRidgeSettings {
  readonly seasons: Seasons;
  /** Sine and cosine pairs for each season. */
  readonly harmonics: readonly number[];
  /** The lags that are features, in steps. */
  readonly lags: readonly number[];
  /** Ridge penalty per row, in units of the series' variance. */
  readonly penalty: number;
}

/**
 * Closed-form ridge over an intercept, Fourier terms of every season and chosen lags. The Fourier terms carry the
 * shape of the week where lags alone would have to copy it, noise and all, from single past days.
 */
export function fourierRidge(settings: FourierRidgeSettings): Model {
  const { seasons, harmonics, lags, penalty } = settings;
  const longestLag = Math.max(...lags);
  return {
    name: `fourier ridge ${seasons.join('+')}`,
    fit(values) {
      const rows = values.length - longestLag;
      const { mean, deviation } = moments(values);
      const waves = fourierTable(seasons, harmonics);
      const width = 1 + lags.length + waves.perRow;
      if (rows < 2 * width) return undefined;
      const standard = values.map((value) => (value - mean) / deviation);
      const features = new Float64Array(width);
      const gram = new Float64Array(width * width);
      const right = new Float64Array(width);
      for (let t = longestLag; t < values.length; t++) {
        fill(features, standard, t, lags, waves);
        accumulate(gram, right, features, standard[t]!);
      }
      // The intercept (feature 0) is not shrunk.
      for (let i = 1; i < width; i++) gram[i * width + i]! += penalty * rows;
      gram[0]! += 1e-9;
      if (!solvePositiveDefinite(gram, width, right)) return undefined;
      return {
        forecast(history, origin, horizon) {
          const line = new Float64Array(longestLag + horizon);
          for (let k = 0; k < longestLag; k++) {
            line[k] = ((history[origin - longestLag + k] ?? mean) - mean) / deviation;
          }
          for (let h = 0; h < horizon; h++) {
            fill(features, line, longestLag + h, lags, waves, origin - longestLag);
            let sum = 0;
            for (let i = 0; i < width; i++) sum += right[i]! * features[i]!;
            line[longestLag + h] = sum;
          }
          return line.subarray(longestLag).map((value) => value * deviation + mean);
        },
      };
    },
  };
}

interface Waves {
  readonly perRow: number;
  readonly tables: readonly {
    readonly season: number;
    readonly width: number;
    readonly rows: Float64Array;
  }[];
}

/** Sines and cosines of one whole season each, so that no trigonometry is left in the loops. */
function fourierTable(seasons: Seasons, harmonics: readonly number[]): Waves {
  const tables = seasons.map((season, s) => {
    const pairs = Math.min(harmonics[s] ?? 0, (season - 1) >> 1);
    const width = 2 * pairs;
    const rows = new Float64Array(season * width);
    for (let slot = 0; slot < season; slot++) {
      for (let k = 0; k < pairs; k++) {
        const angle = (2 * Math.PI * (k + 1) * slot) / season;
        rows[slot * width + 2 * k] = Math.sin(angle);
        rows[slot * width + 2 * k + 1] = Math.cos(angle);
      }
    }
    return { season, width, rows };
  });
  return { perRow: tables.reduce((sum, table) => sum + table.width, 0), tables };
}

function fill(
  features: Float64Array,
  line: Float64Array,
  t: number,
  lags: readonly number[],
  waves: Waves,
  offset = 0,
): void {
  features[0] = 1;
  let at = 1;
  for (const lag of lags) features[at++] = line[t - lag]!;
  for (const { season, width, rows } of waves.tables) {
    const start = ((t + offset) % season) * width;
    for (let k = 0; k < width; k++) features[at++] = rows[start + k]!;
  }
}

/** Adds one row to the lower triangle of the Gram matrix and to the right side. */
function accumulate(gram: Float64Array, right: Float64Array, features: Float64Array, target: number): void {
  const width = features.length;
  for (let i = 0; i < width; i++) {
    const feature = features[i]!;
    right[i] = right[i]! + feature * target;
    const row = i * width;
    for (let j = 0; j <= i; j++) gram[row + j] = gram[row + j]! + feature * features[j]!;
  }
}
