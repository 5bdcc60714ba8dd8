import { describe, expect, it } from 'vitest';
import { weeklyLooks } from './weekly-looks.ts';
import { timesLooks } from './weekly-times.ts';

/**
 * 2,000 histories with no effect, looked at every week for a year: at most 5 % may ever claim one. The seeds are fixed,
 * so this cannot fail by chance; the bench runs longer ones.
 */
describe('2,000 histories without an effect', () => {
  it.each([
    ['independent', 3, 1],
    ['bursts', 3, 4],
    ['bad weeks', 3, 4],
    ['bad months', 3, 3],
    ['bad months', 3, 6],
    ['bad months', 10, 4],
  ] as const)(
    '%s at %d a month, variance/mean %d, seeds from 20,000',
    (arrival, perMonth, varianceToMean) => {
      const history = { arrival, perMonth, varianceToMean, daysBefore: 182, daysAfter: 364, ratio: 1 };
      const { claimed, naive } = weeklyLooks(history, 2000, 20_000);
      expect(claimed).toBeLessThanOrEqual(0.05);
      // The same looks at a fixed-sample interval break the level: the histories are hard enough to tell.
      expect(naive).toBeGreaterThan(0.1);
    },
    300_000,
  );
});

/** The same for times, looked at every four weeks: a history has some hundred durations to rank at each look. */
describe('histories whose times have not changed', () => {
  it.each([
    ['independent', 3, 0],
    ['independent', 10, 0.5],
    ['bursts', 3, 0.5],
    ['bad months', 10, 0.5],
  ] as const)(
    '%s at %d a month, months that differ by %d',
    (arrival, perMonth, badMonths) => {
      const history = { arrival, perMonth, varianceToMean: 4, daysBefore: 182, daysAfter: 364, ratio: 1 };
      const looks = timesLooks({ ...history, timeRatio: 1, badMonths }, 500, 30_000, 28);
      expect(looks.claimed).toBeLessThanOrEqual(0.05);
      expect(looks.naive).toBeGreaterThan(0.1);
    },
    300_000,
  );
});
