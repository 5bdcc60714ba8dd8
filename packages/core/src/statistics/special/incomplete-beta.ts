import { logBeta } from './gamma-function.ts';

const RELATIVE_ERROR = 3e-16;
const TINY = 1e-300;

/**
 * Regularized incomplete beta I_x(a, b), a, b > 0, 0 ≤ x ≤ 1; NaN outside.
 * For the other tail call `incompleteBeta(1 − x, b, a)`, which keeps its small values exact.
 * Source: continued fraction DLMF 8.17.22 by Lentz's method.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) return Number.NaN;
  if (x === 0 || x === 1) return x;
  return x <= (a + 1) / (a + b + 2) ? Math.exp(logTail(x, a, b)) : 1 - Math.exp(logTail(1 - x, b, a));
}

/** ln I_x(a, b), finite far below the smallest number that I_x itself can hold. */
export function logIncompleteBeta(x: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === 1) return 0;
  return x <= (a + 1) / (a + b + 2) ? logTail(x, a, b) : Math.log1p(-Math.exp(logTail(1 - x, b, a)));
}

function logTail(x: number, a: number, b: number): number {
  const logScale = a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b) - Math.log(a);
  return logScale + Math.log(continuedFraction(x, a, b));
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < RELATIVE_ERROR) break;
  }
  return h;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
