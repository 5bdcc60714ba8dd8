import { describe, expect, it } from 'vitest';
import { createRandom, sampleExponential, sampleGamma, sampleNormal, samplePoisson } from './random.ts';

const draws = 40_000;
const mean = (draw: () => number): number => {
  let sum = 0;
  for (let i = 0; i < draws; i++) sum += draw();
  return sum / draws;
};

describe('seeded random numbers', () => {
  it('repeat with the seed and differ between neighbouring seeds', () => {
    const first = (seed: number) => Array.from({ length: 5 }, createRandom(seed));
    expect(first(7)).toEqual(first(7));
    expect(first(7)).not.toEqual(first(8));
  });

  it('stay in [0, 1) with the moments of the uniform distribution', () => {
    const random = createRandom(1);
    expect(mean(random)).toBeCloseTo(0.5, 1);
    expect(mean(() => random() ** 2)).toBeCloseTo(1 / 3, 1);
    for (let i = 0; i < 1000; i++) expect(random()).toBeLessThan(1);
  });

  // Four standard errors at 40,000 draws.
  it.each([
    ['exponential', 2, 0.04, (r: () => number) => sampleExponential(r, 2)],
    ['normal', 0, 0.02, sampleNormal],
    ['gamma with a shape below 1', 1.5, 0.06, (r: () => number) => sampleGamma(r, 0.5, 3)],
    ['gamma with a shape above 1', 12, 0.14, (r: () => number) => sampleGamma(r, 4, 3)],
    ['Poisson', 3, 0.035, (r: () => number) => samplePoisson(r, 3)],
    ['Poisson with a large mean', 100, 0.2, (r: () => number) => samplePoisson(r, 100)],
  ])('%s has mean %d', (_name, expected, tolerance, sample) => {
    const random = createRandom(42);
    expect(Math.abs(mean(() => sample(random)) - expected)).toBeLessThan(tolerance);
  });
});
