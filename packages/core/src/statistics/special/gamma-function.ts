// Stirling's series needs a large argument; below this the recurrence Γ(x+1) = xΓ(x) carries us there.
const STIRLING_FROM = 10;
const HALF_LOG_TWO_PI = 0.918_938_533_204_672_8;
/** B(2k) / (2k(2k−1)), from the Bernoulli numbers; the first term left out is below 1e-17 at x = 10. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156, -3617 / 122_400];

/**
 * Natural logarithm of the gamma function for x > 0; absolute error about 1e-14 near 1, relative 1e-15 beyond.
 * Source: Stirling's series with Bernoulli numbers (Abramowitz & Stegun 6.1.40) and the recurrence.
 * Returns +Infinity at 0, and NaN for a negative or missing argument.
 */
export function logGamma(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0 || x === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  let shift = 1;
  let at = x;
  while (at < STIRLING_FROM) {
    shift *= at;
    at += 1;
  }
  const inverseSquare = 1 / (at * at);
  let power = 1 / at;
  let series = 0;
  for (const term of STIRLING) {
    series += term * power;
    power *= inverseSquare;
  }
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + series - Math.log(shift);
}

/** Natural logarithm of the beta function B(a, b), for a, b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Natural logarithm of n over k; also for real numbers, n ≥ k ≥ 0. */
export function logBinomialCoefficient(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
