import { findRoot } from '../special/find-root.ts';
import { logGamma } from '../special/gamma-function.ts';
import { lowerIncompleteGamma, upperIncompleteGamma } from '../special/incomplete-gamma.ts';

/** P(X ≤ x) of a gamma distribution with `shape` > 0 and `rate` > 0 (mean shape/rate). */
export function gammaCdf(x: number, shape: number, rate = 1): number {
  return x <= 0 ? 0 : lowerIncompleteGamma(shape, x * rate);
}

/** The x with P(X ≤ x) = p; 0 at p = 0, Infinity at p = 1, NaN outside [0, 1] or for a shape ≤ 0. */
export function gammaQuantile(p: number, shape: number, rate = 1): number {
  if (!(p >= 0 && p <= 1) || !(shape > 0)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  // P(a, x) ≤ x^a / Γ(a+1) bounds the answer from below; in log x even a quantile of 1e-200 keeps all its digits.
  const low = (Math.log(p) + logGamma(shape + 1)) / shape - 1e-9;
  let high = Math.max(low, Math.log(shape)) + 1;
  while (lowerIncompleteGamma(shape, Math.exp(high)) < p && high < 700) high += 1;
  // Solve on whichever tail is the smaller: there the difference to p loses no digits.
  const crossing =
    p < 0.5
      ? (u: number) => lowerIncompleteGamma(shape, Math.exp(u)) - p
      : (u: number) => 1 - p - upperIncompleteGamma(shape, Math.exp(u));
  if (crossing(low) >= 0) return Math.exp(low) / rate;
  return Math.exp(findRoot(crossing, low, high)) / rate;
}

/** P(X > x) of the chi-square distribution with `degrees` > 0 degrees of freedom. */
export function chiSquareTail(x: number, degrees: number): number {
  return x <= 0 ? 1 : upperIncompleteGamma(degrees / 2, x / 2);
}

/** The x with P(X ≤ x) = p of the chi-square distribution with `degrees` degrees of freedom. */
export function chiSquareQuantile(p: number, degrees: number): number {
  return gammaQuantile(p, degrees / 2, 0.5);
}
