import { solvePositiveDefinite } from '../numeric/cholesky.ts';
import { lagGram } from '../numeric/lag-gram.ts';

/**
 * Ridge regression of a standardised series on its last `order` values, solved in closed form. `penalty` is per row,
 * in units of the series' variance. Returns the coefficient of lag k + 1 at index k; zeros when nothing can be learned.
 */
export function lagCoefficients(standardised: Float64Array, order: number, penalty: number): Float64Array {
  const coefficients = new Float64Array(order);
  const rows = standardised.length - order;
  if (rows <= 0) return coefficients;
  const gram = lagGram(standardised, order);
  const width = order + 1;
  const system = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    coefficients[i] = gram[i + 1]!;
    for (let j = 0; j <= i; j++) system[i * order + j] = gram[(i + 1) * width + j + 1]!;
    system[i * order + i]! += penalty * rows + 1e-9;
  }
  if (!solvePositiveDefinite(system, order, coefficients)) coefficients.fill(0);
  return coefficients;
}

/** Continues `recent` (the last `coefficients.length` values, oldest first) by `horizon` steps, each from the ones before. */
export function continueByLags(
  recent: Float64Array,
  coefficients: Float64Array,
  horizon: number,
): Float64Array {
  const order = coefficients.length;
  const line = new Float64Array(order + horizon);
  line.set(recent);
  for (let t = order; t < order + horizon; t++) {
    let sum = 0;
    for (let k = 0; k < order; k++) sum += coefficients[k]! * line[t - 1 - k]!;
    line[t] = sum;
  }
  return line.subarray(order);
}

/** Mean and standard deviation (1 for a constant series, so that it can be divided by). */
export function moments(values: Float64Array): { mean: number; deviation: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / values.length);
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}
