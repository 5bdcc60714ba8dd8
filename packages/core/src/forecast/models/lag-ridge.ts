import { continueByLags, lagCoefficients, moments } from './lag-coefficients.ts';
import type { FittedModel, Model } from './model.ts';

export interface LagRidgeSettings {
  /** How many lags, at most half the series. */
  readonly order: number;
  /** Ridge penalty per row, in units of the series' variance. */
  readonly penalty: number;
  /** Learn the change against one season ago instead of the value; 0 for the value itself. */
  readonly difference: number;
}

/**
 * The learned linear model of one series: ridge over its own lags, in closed form (Hoerl and Kennard 1970), continued
 * step by step. Differencing by a season makes the seasonal naive forecast the thing that the penalty shrinks to.
 */
export function lagRidge(settings: LagRidgeSettings): Model {
  const { difference, penalty } = settings;
  return {
    name: `lag ridge ${settings.order}${difference > 0 ? ` on change in ${difference}` : ''}`,
    fit(values) {
      const rows = values.length - difference;
      const order = Math.min(settings.order, rows >> 1);
      if (order < 1) return undefined;
      const changes = new Float64Array(rows);
      for (let t = 0; t < rows; t++) {
        changes[t] = difference > 0 ? values[t + difference]! - values[t]! : values[t]!;
      }
      const { mean, deviation } = moments(changes);
      for (let t = 0; t < rows; t++) changes[t] = (changes[t]! - mean) / deviation;
      return fitted(lagCoefficients(changes, order, penalty), mean, deviation, difference);
    },
  };
}

function fitted(
  coefficients: Float64Array,
  mean: number,
  deviation: number,
  difference: number,
): FittedModel {
  const order = coefficients.length;
  return {
    forecast(values, origin, horizon) {
      const recent = new Float64Array(order);
      for (let k = 0; k < order; k++) {
        const t = origin - order + k;
        const base = difference > 0 ? (values[t - difference] ?? values[t]!) : 0;
        recent[k] = ((values[t] ?? mean) - base - mean) / deviation;
      }
      const steps = continueByLags(recent, coefficients, horizon);
      const out = new Float64Array(horizon);
      for (let h = 0; h < horizon; h++) {
        const base =
          difference === 0 ? 0 : h >= difference ? out[h - difference]! : values[origin + h - difference]!;
        out[h] = steps[h]! * deviation + mean + base;
      }
      return out;
    },
  };
}
