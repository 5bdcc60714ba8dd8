/** A seeded source of uniform numbers in [0, 1). The same seed gives the same numbers on every machine. */
export type Random = () => number;

/**
 * xoshiro128** (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021), its state filled from the
 * seed by a SplitMix-style mixer, so that seeds 1 and 2 share nothing. 53 random bits per number. Not for secrets.
 */
export function createRandom(seed: number): Random {
  let mixed = seed >>> 0;
  const mix = (): number => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let a = mix();
  let b = mix();
  let c = mix();
  let d = mix();
  const next = (): number => {
    const scrambled = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return scrambled;
  };
  return () => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992;
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/** An exponential waiting time with the given mean. */
export function sampleExponential(random: Random, mean: number): number {
  return -Math.log1p(-random()) * mean;
}

/** A standard normal number (Box–Muller, one of the pair). */
export function sampleNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log1p(-random())) * Math.cos(2 * Math.PI * random());
}

/** A gamma number with `shape` > 0 and `scale` (mean shape·scale). Marsaglia & Tsang 2000. */
export function sampleGamma(random: Random, shape: number, scale = 1): number {
  if (shape < 1) return sampleGamma(random, shape + 1, scale) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = sampleNormal(random);
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log1p(-random()) < (z * z) / 2 + d - d * v + d * Math.log(v)) return d * v * scale;
  }
}

/** A Poisson count; a large mean is halved until counting waiting times is quick. */
export function samplePoisson(random: Random, mean: number): number {
  if (mean > 30) return samplePoisson(random, mean / 2) + samplePoisson(random, mean / 2);
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = 1 - random(); product > limit; product *= 1 - random()) count += 1;
  return count;
}
