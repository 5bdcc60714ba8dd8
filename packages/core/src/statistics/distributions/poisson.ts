import { smallestWhole } from '../special/find-root.ts';
import { logGamma } from '../special/gamma-function.ts';
import { upperIncompleteGamma } from '../special/incomplete-gamma.ts';
import { normalQuantile } from './normal.ts';

/** P(X = k) for X ~ Poisson(mean). */
export function poissonProbability(k: number, mean: number): number {
  if (k < 0 || !Number.isInteger(k)) return 0;
  if (mean === 0) return k === 0 ? 1 : 0;
  return Math.exp(k * Math.log(mean) - mean - logGamma(k + 1));
}

/** P(X ≤ k) for X ~ Poisson(mean), mean ≥ 0. */
export function poissonCdf(k: number, mean: number): number {
  return k < 0 ? 0 : upperIncompleteGamma(Math.floor(k) + 1, mean);
}

/** The smallest k with P(X ≤ k) ≥ q; Infinity at q = 1. */
export function poissonQuantile(q: number, mean: number): number {
  if (q >= 1) return Number.POSITIVE_INFINITY;
  if (q <= 0) return 0;
  return smallestWhole((k) => poissonCdf(k, mean) >= q, mean + normalQuantile(q) * Math.sqrt(mean));
}
