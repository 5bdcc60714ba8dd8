import { upperIncompleteGamma } from '../special/incomplete-gamma.ts';

/** P(Z ≤ z) of the standard normal distribution, accurate in both tails. */
export function normalCdf(z: number): number {
  const tail = 0.5 * upperIncompleteGamma(0.5, (z * z) / 2);
  return z < 0 ? tail : 1 - tail;
}

/** P(Z > z): use this instead of 1 − cdf for a large z. */
export function normalTail(z: number): number {
  return normalCdf(-z);
}

/**
 * The z with P(Z ≤ z) = p, 0 < p < 1; ∓Infinity at 0 and 1, NaN outside.
 * A rational first guess (Abramowitz & Stegun 26.2.23), then Halley's steps on the exact distribution function.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    (2.515517 + 0.802853 * t + 0.010328 * t * t) /
      (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t) -
    t;
  for (let i = 0; i < 4; i++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    if (density === 0) break;
    const step = (normalCdf(z) - p) / density;
    z -= step / (1 + (z * step) / 2);
    if (Math.abs(step) < 1e-15) break;
  }
  return z;
}
