import { smallestWhole } from '../special/find-root.ts';
import { logBinomialCoefficient } from '../special/gamma-function.ts';
import { incompleteBeta } from '../special/incomplete-beta.ts';
import { normalQuantile } from './normal.ts';

/** P(X = k) for X ~ Binomial(n, p). */
export function binomialProbability(k: number, n: number, p: number): number {
  if (k < 0 || k > n || !Number.isInteger(k)) return 0;
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  return Math.exp(logBinomialCoefficient(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/** P(X ≤ k) for X ~ Binomial(n, p). */
export function binomialCdf(k: number, n: number, p: number): number {
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  return whole >= n ? 1 : incompleteBeta(1 - p, n - whole, whole + 1);
}

/** The smallest k with P(X ≤ k) ≥ q. */
export function binomialQuantile(q: number, n: number, p: number): number {
  if (q <= 0) return 0;
  if (q >= 1) return n;
  const guess = n * p + normalQuantile(q) * Math.sqrt(n * p * (1 - p));
  return smallestWhole((k) => k >= n || binomialCdf(k, n, p) >= q, Math.min(guess, n));
}
