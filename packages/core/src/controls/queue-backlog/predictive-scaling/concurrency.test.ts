import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concurrencyFor } from './concurrency.ts';

const work = { jobs: 200, withinMs: 1000, tookMs: [20], now: 32, least: 32, most: 256 };

it('P25: as many at once as get the round done in time, with the reserve that replicas have', () => {
  expect(concurrencyFor({ ...work, tookMs: [20] })).toBe(32);
  // 200 jobs of 500 ms within a second keep 100 busy; three quarters of the time.
  expect(concurrencyFor({ ...work, tookMs: [500] })).toBe(Math.ceil(100 / 0.75));
  expect(concurrencyFor({ ...work, tookMs: [2000] })).toBe(200);
  expect(concurrencyFor({ ...work, jobs: 5000, tookMs: [2000] })).toBe(256);
});

it('P25: a few slow jobs in ten count, one in a hundred does not', () => {
  const fast = Array.from({ length: 80 }, () => 10);
  const slow = Array.from({ length: 20 }, () => 1500);
  expect(concurrencyFor({ ...work, tookMs: [...fast, ...slow] })).toBe(200);
  expect(concurrencyFor({ ...work, tookMs: [...fast, 1500] })).toBe(32);
});

it('P25: up at once, down by steps, and unchanged without knowledge', () => {
  expect(concurrencyFor({ ...work, now: 200, tookMs: [10] })).toBe(150);
  expect(concurrencyFor({ ...work, now: 150, tookMs: [] })).toBe(150);
  expect(concurrencyFor({ ...work, now: 150, tookMs: [Number.NaN] })).toBe(150);
});

it('P25: always within its bounds, and whole', () => {
  const number = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      fc.nat(100_000),
      number,
      fc.array(number),
      fc.integer({ min: 32, max: 256 }),
      (jobs, withinMs, tookMs, now) => {
        const many = concurrencyFor({ ...work, jobs, withinMs, tookMs, now });
        expect(many).toBeGreaterThanOrEqual(32);
        expect(many).toBeLessThanOrEqual(256);
        expect(Number.isInteger(many)).toBe(true);
      },
    ),
  );
});
