import { smallestWhole } from '../special/find-root.ts';
import { logGamma } from '../special/gamma-function.ts';
import { incompleteBeta } from '../special/incomplete-beta.ts';
import { normalQuantile } from './normal.ts';

/**
 * P(X = k) of the negative binomial as it is used for overdispersed counts: a Poisson whose rate is gamma distributed.
 * `mean` > 0, `size` > 0; the variance is mean + mean²/size. (`dnbinom(k, size, mu)` in R.)
 */
export function negativeBinomialProbability(k: number, size: number, mean: number): number {
  if (k < 0 || !Number.isInteger(k)) return 0;
  return Math.exp(
    logGamma(k + size) -
      logGamma(size) -
      logGamma(k + 1) -
      size * Math.log1p(mean / size) -
      k * Math.log1p(size / mean),
  );
}

/** P(X ≤ k). */
export function negativeBinomialCdf(k: number, size: number, mean: number): number {
  return k < 0 ? 0 : incompleteBeta(size / (size + mean), size, Math.floor(k) + 1);
}

/** The smallest k with P(X ≤ k) ≥ q; Infinity at q = 1. */
export function negativeBinomialQuantile(q: number, size: number, mean: number): number {
  if (q >= 1) return Number.POSITIVE_INFINITY;
  if (q <= 0) return 0;
  const guess = mean + normalQuantile(q) * Math.sqrt(mean + (mean * mean) / size);
  return smallestWhole((k) => negativeBinomialCdf(k, size, mean) >= q, guess);
}
