import { expect, it } from 'vitest';
import { followSurprises, noSurprises, type Surprises, surpriseToExpect } from './surprise.ts';

const leadMs = 60_000;

/** Looks every ten seconds for so many hours. */
function after(hours: number, rate: (second: number) => number, from: Surprises = noSurprises): Surprises {
  let surprises = from;
  for (let second = 0; second < hours * 3600; second += 10)
    surprises = followSurprises(surprises, second * 1000, rate(second), leadMs);
  return surprises;
}

it('P21: says nothing before six hours were seen', () => {
  expect(surpriseToExpect(after(5, () => 50))).toBeUndefined();
  expect(surpriseToExpect(after(7, () => 50))).toBe(0);
});

it('P21: learns how much more came, on average, before replicas could', () => {
  // Up by half within a minute, once in every quarter of an hour.
  const saw = (second: number) => 100 + 50 * Math.min(1, (second % 900) / 60);
  const expected = surpriseToExpect(after(8, saw))!;
  expect(expected).toBeGreaterThan(0.2);
  expect(expected).toBeLessThan(0.4);
});

it('P21: one wild hour in a day changes little, and is forgotten after a day', () => {
  const wild = (second: number) => (second > 36_000 && second < 36_300 ? 1000 : 100);
  const seen = after(24, wild);
  expect(Math.max(...seen.hours.map(({ most }) => most))).toBeGreaterThan(1);
  expect(surpriseToExpect(seen)).toBe(0);
  expect(seen.hours.length).toBeLessThanOrEqual(25);
});

it('P21: a time that was slept through tells nothing, and a clock set back does no harm', () => {
  const seen = after(1, () => 10);
  const woken = followSurprises(seen, 3 * 3_600_000, 500, leadMs);
  expect(woken.hours).toEqual(seen.hours);
  const back = followSurprises(woken, 1_000_000, 10, leadMs);
  expect(back.pending).toEqual([{ dueMs: 1_060_000, rate: 10, sum: 0, looks: 0 }]);
});

it('P21: is held against what is kept: a burst that comes back within scaleInAfterMs is none', () => {
  const bursts = (second: number) => (second % 240 < 60 ? 150 : 100);
  let kept = noSurprises;
  let alone = noSurprises;
  for (let second = 0; second < 8 * 3600; second += 10) {
    kept = followSurprises(kept, second * 1000, bursts(second), leadMs, 150);
    alone = followSurprises(alone, second * 1000, bursts(second), leadMs);
  }
  expect(surpriseToExpect(kept)).toBe(0);
  expect(surpriseToExpect(alone)).toBeGreaterThan(0.2);
});
