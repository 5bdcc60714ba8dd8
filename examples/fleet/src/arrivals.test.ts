import { describe, expect, it } from 'vitest';
import { createArrivals, createRandom, rateAt } from './arrivals.ts';

const seeds = [1, 2, 3, 42, 1_000_003, 4_294_967_295];

function countsPerSecond(seed: number, seconds: number, ratePerSecond: number, tickMs: number): number[] {
  const arrivals = createArrivals(createRandom(seed));
  return Array.from({ length: seconds }, () => {
    let count = 0;
    for (let at = 0; at < 1000; at += tickMs) count += arrivals.advance(tickMs, ratePerSecond);
    return count;
  });
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('rateAt', () => {
  const load = { baseRate: 8, amplitude: 0.5, dayLengthMs: 1000 };

  it('starts at the mean, peaks after a quarter of a day and is lowest after three', () => {
    expect([0, 250, 500, 750].map((at) => Math.round(rateAt(load, at)))).toEqual([8, 12, 8, 4]);
  });

  it('repeats every day', () => {
    expect(rateAt(load, 123)).toBeCloseTo(rateAt(load, 5123), 9);
  });
});

describe('createArrivals', () => {
  it.each(seeds)(
    'seed %i: mean and variance of counts are both the rate, as for a Poisson process',
    (seed) => {
      const counts = countsPerSecond(seed, 4000, 8, 10);
      const average = mean(counts);
      const variance = mean(counts.map((count) => (count - average) ** 2));
      // Standard errors over 4,000 seconds: 0.045 of the mean, 0.18 of the variance; bounds at about five of them.
      expect(average).toBeGreaterThan(7.77);
      expect(average).toBeLessThan(8.23);
      expect(variance).toBeGreaterThan(7.1);
      expect(variance).toBeLessThan(8.9);
    },
  );

  it.each(seeds)('seed %i: the arrivals do not depend on how the time is sliced', (seed) => {
    expect(countsPerSecond(seed, 200, 8, 10)).toEqual(countsPerSecond(seed, 200, 8, 250));
  });

  it('follows a jump of the rate at once, and stops when the rate is zero', () => {
    const arrivals = createArrivals(createRandom(7));
    expect(arrivals.advance(60_000, 0)).toBe(0);
    const spike = arrivals.advance(1000, 8000);
    expect(spike).toBeGreaterThan(7500);
    expect(spike).toBeLessThan(8500);
  });

  it('gives the same arrivals for the same seed, others for another', () => {
    expect(countsPerSecond(5, 50, 8, 10)).toEqual(countsPerSecond(5, 50, 8, 10));
    expect(countsPerSecond(5, 50, 8, 10)).not.toEqual(countsPerSecond(6, 50, 8, 10));
  });
});
