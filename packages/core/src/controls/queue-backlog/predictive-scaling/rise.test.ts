import { expect, it } from 'vitest';
import { createRandom, sampleGamma, samplePoisson } from '../../../statistics/random.ts';
import { levelOf } from './level.ts';

type Mean = (second: number) => number;

/** The level after each second of Poisson (or burstier) arrivals that were flat before second 0. */
function levels(seed: number, mean: Mean, until: number, dispersion = 1) {
  const random = createRandom(seed);
  const counts = Array.from({ length: 96 + until }, (_, i) => {
    const expected = mean(i - 96);
    const drawn =
      dispersion > 1 ? sampleGamma(random, expected / (dispersion - 1), dispersion - 1) : expected;
    return samplePoisson(random, drawn);
  });
  return Array.from({ length: until }, (_, i) => {
    const rates = counts.slice(i + 1, i + 97);
    return levelOf({ rates, timesMs: rates.map((_, k) => k * 1000), secondsLong: rates.map(() => 1) }, 1)!;
  });
}

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

it('P20: a rise of 2x in a minute is seen within a quarter of it, though a line through it alone would not show yet', () => {
  const seen = seeds.map((seed) => {
    const at = levels(seed, (s) => 100 * (1 + Math.max(0, s) / 60), 40).findIndex(({ slope }) => slope > 0);
    return at < 0 ? 40 : at;
  });
  seen.sort((a, b) => a - b);
  expect(seen[10]).toBeLessThanOrEqual(15);
  expect(seen[19]).toBeLessThanOrEqual(24);
});

it('P20: 10x in a minute is seen within eight seconds, at about its slope', () => {
  for (const seed of seeds) {
    const after = levels(seed, (s) => 100 + 15 * Math.max(0, s), 9)[8]!;
    expect(after.slope, `seed ${seed}`).toBeGreaterThan(9);
    expect(after.slope, `seed ${seed}`).toBeLessThan(24);
  }
});

it('P20: a step is no rise, whatever moment of it the first reading shows', () => {
  for (const seed of seeds) {
    const share = (seed % 10) / 10;
    const step: Mean = (s) => (s < 0 ? 100 : s === 0 ? 100 + 900 * share : 1000);
    for (const { slope } of levels(seed, step, 14)) expect(slope, `seed ${seed}`).toBeLessThanOrEqual(0);
  }
});

it.each([1, 5])(
  'P20: noise of %i times the variance of Poisson rises less than once in 500 looks',
  (dispersion) => {
    let rises = 0;
    for (const seed of seeds)
      for (const { slope } of levels(100 + seed, () => 40, 200, dispersion)) if (slope > 0) rises++;
    expect(rises / (20 * 200)).toBeLessThan(1 / 500);
  },
);
