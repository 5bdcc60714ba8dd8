/**
 * The x in [low, high] where a continuous f crosses zero, to `tolerance` (absolute, or 4 ulp where that is larger).
 * Source: T. R. Chandrupatla, Advances in Engineering Software 28 (1997) 145–149: bisection made fast by inverse
 * quadratic interpolation where that is safe.
 * @throws RangeError when f has the same sign at both ends: then there is nothing to find.
 */
export function findRoot(f: (x: number) => number, low: number, high: number, tolerance = 1e-14): number {
  let b = low;
  let a = high;
  let fa = f(a);
  let fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(fa * fb < 0)) throw new RangeError(`no crossing between ${low} and ${high}`);
  let t = 0.5;
  for (let i = 0; i < 200; i++) {
    const x = a + t * (b - a);
    const fx = f(x);
    const sameSide = Math.sign(fx) === Math.sign(fa);
    const c = sameSide ? a : b;
    const fc = sameSide ? fa : fb;
    if (!sameSide) {
      b = a;
      fb = fa;
    }
    a = x;
    fa = fx;
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const limit = 2 * Number.EPSILON * Math.abs(best) + tolerance / 2;
    const smallestStep = limit / Math.abs(b - c);
    if (smallestStep > 0.5 || fa === 0 || a === b) return best;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    const interpolate = phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi;
    t = interpolate
      ? (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb))
      : 0.5;
    t = Math.min(1 - smallestStep, Math.max(smallestStep, t));
  }
  return a;
}

/**
 * The smallest whole number k ≥ 0 for which a non-decreasing `reached(k)` is true, searched outward from `guess`.
 * Used for the quantiles of counts. The caller guarantees that some k reaches it.
 */
export function smallestWhole(reached: (k: number) => boolean, guess: number): number {
  let high = Math.max(0, Math.floor(guess));
  let step = 1;
  let low = -1;
  if (reached(high)) {
    while (high - step > -1 && reached(high - step)) {
      high -= step;
      step *= 2;
    }
    low = Math.max(-1, high - step);
  } else {
    do {
      low = high;
      high += step;
      step *= 2;
    } while (!reached(high));
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}
