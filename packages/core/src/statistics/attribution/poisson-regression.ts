import { invertSymmetric } from './linear-system.ts';

export interface PoissonObservation {
  readonly count: number;
  readonly exposureDays: number;
  /** The columns of this row of the design. */
  readonly columns: readonly number[];
}

export interface PoissonFit {
  /** Log rate ratios, one per column; NaN for a column that others already say. */
  readonly coefficients: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly collinear: readonly number[];
  /** Pearson's chi-square over degrees of freedom, at least 1; the covariance is already multiplied by it. */
  readonly dispersion: number;
}

const MAX_STEPS = 100;

/**
 * Log-linear Poisson regression with exposure as offset, by iteratively reweighted least squares; standard errors are
 * quasi-Poisson's (McCullagh & Nelder 1989, ch. 6). Null where it does not converge, as when a group has no incident.
 */
export function poissonRegression(rows: readonly PoissonObservation[]): PoissonFit | null {
  const width = rows[0]?.columns.length ?? 0;
  let coefficients = new Array<number>(width).fill(0);
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  const base = total / rows.reduce((sum, row) => sum + row.exposureDays, 0);
  let fitted = rows.map((row) => (row.count + base * row.exposureDays) / 2);
  let covariance: readonly (readonly number[])[] = [];
  let collinear: readonly number[] = [];
  for (let step = 0; step < MAX_STEPS; step++) {
    const { information, score } = weightedSums(rows, fitted, width);
    const inverted = invertSymmetric(information);
    covariance = inverted.inverse;
    collinear = inverted.collinear;
    const next = covariance.map((row) => row.reduce((sum, value, j) => sum + value * score[j]!, 0));
    const moved = Math.max(...next.map((value, j) => Math.abs(value - coefficients[j]!)));
    coefficients = next;
    fitted = rows.map((row) => row.exposureDays * Math.exp(dot(row.columns, coefficients)));
    if (!fitted.every((mean) => Number.isFinite(mean) && mean > 0)) return null;
    if (moved < 1e-10) return finish(rows, fitted, coefficients, covariance, collinear);
  }
  return null;
}

function weightedSums(rows: readonly PoissonObservation[], fitted: readonly number[], width: number) {
  const information = Array.from({ length: width }, () => new Array<number>(width).fill(0));
  const score = new Array<number>(width).fill(0);
  rows.forEach((row, r) => {
    const mean = fitted[r]!;
    const working = Math.log(mean / row.exposureDays) + (row.count - mean) / mean;
    row.columns.forEach((x, i) => {
      if (x === 0) return;
      score[i]! += mean * x * working;
      row.columns.forEach((y, j) => {
        information[i]![j]! += mean * x * y;
      });
    });
  });
  return { information, score };
}

function finish(
  rows: readonly PoissonObservation[],
  fitted: readonly number[],
  coefficients: readonly number[],
  covariance: readonly (readonly number[])[],
  collinear: readonly number[],
): PoissonFit {
  const chiSquare = rows.reduce((sum, row, r) => sum + (row.count - fitted[r]!) ** 2 / fitted[r]!, 0);
  const degrees = rows.length - (coefficients.length - collinear.length);
  const dispersion = degrees > 0 ? Math.max(1, chiSquare / degrees) : 1;
  return {
    coefficients: coefficients.map((value, i) => (collinear.includes(i) ? Number.NaN : value)),
    covariance: covariance.map((row) => row.map((value) => value * dispersion)),
    collinear,
    dispersion,
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
