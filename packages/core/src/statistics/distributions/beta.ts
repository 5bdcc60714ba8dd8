import { findRoot } from '../special/find-root.ts';
import { incompleteBeta } from '../special/incomplete-beta.ts';

/** P(X ≤ x) of the beta distribution with shapes a, b > 0. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  return x >= 1 ? 1 : incompleteBeta(x, a, b);
}

/** The odds x / (1 − x) at the quantile p, finite and exact where x itself would round to 0 or 1. */
export function betaQuantileOdds(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1) || !(a > 0) || !(b > 0)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const crossing = (logOdds: number): number => {
    const small = 1 / (1 + Math.exp(Math.abs(logOdds)));
    const x = logOdds < 0 ? small : 1 - small;
    const complement = logOdds < 0 ? 1 - small : small;
    return p < 0.5 ? lower(x, complement, a, b) - p : 1 - p - lower(complement, x, b, a);
  };
  if (crossing(-700) >= 0) return 0;
  if (crossing(700) <= 0) return Number.POSITIVE_INFINITY;
  return Math.exp(findRoot(crossing, -700, 700, 1e-15));
}

/** The x with P(X ≤ x) = p of the beta distribution. */
export function betaQuantile(p: number, a: number, b: number): number {
  const odds = betaQuantileOdds(p, a, b);
  return odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds);
}

/** I_x(a, b), told x and 1 − x both, since near 1 only the complement still has its digits. */
function lower(x: number, complement: number, a: number, b: number): number {
  return x <= 0.5 ? incompleteBeta(x, a, b) : 1 - incompleteBeta(complement, b, a);
}
