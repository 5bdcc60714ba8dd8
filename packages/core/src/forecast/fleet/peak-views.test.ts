import { describe, expect, test } from 'vitest';
import { hourMs, mondayMs, mustForecast, officeTraffic } from '../test-series.ts';
import { peakViews } from './peak-views.ts';
import { dayPeaks } from './peaks.ts';

/** Four readings a day, of which the third is the highest: that day's number, counted from the oldest. */
const days = (count: number) =>
  Float64Array.from({ length: 4 * count }, (_, t) => (t % 4 === 2 ? 1 + Math.floor(t / 4) : 0));

describe('what earlier days say of the highest reading of a day', () => {
  test('as on the newest day, and as on the same day of the week, with their errors', () => {
    const [newest, week] = peakViews(days(20), 0, 4, 4);
    expect(newest!.said).toBe(20);
    expect(new Set(newest!.errors)).toEqual(new Set([1]));
    expect(week!.said).toBe(14);
    expect(new Set(week!.errors)).toEqual(new Set([7]));
  });

  test('a day further ahead is compared with days as far before, and a week ahead both are one', () => {
    const [newest, week] = peakViews(days(30), 8, 12, 4);
    expect(newest!.said).toBe(30);
    expect(new Set(newest!.errors)).toEqual(new Set([3]));
    expect(week!.said).toBe(26);
    expect(peakViews(days(30), 24, 28, 4)).toHaveLength(1);
  });

  test('half a day is compared with halves', () => {
    // The first two readings of a day are zero.
    expect(peakViews(days(20), 0, 2, 4)[0]!.said).toBe(0);
  });

  test('a day with too many readings missing says nothing, and so do fewer than four errors', () => {
    const gap = days(20).fill(Number.NaN, 77, 79);
    expect(peakViews(gap, 0, 4, 4).map(({ said }) => said)).toEqual([14]);
    expect(peakViews(days(4), 0, 4, 4)).toEqual([]);
    expect(peakViews(new Float64Array(0), 0, 4, 4)).toEqual([]);
  });
});

describe("the upper end of a day's peak", () => {
  test('is near for a load whose peaks hardly differ, however its other hours do', () => {
    // Each day peaks at 100 within half a percent, at an hour of its own.
    const values = Float64Array.from({ length: 28 * 24 }, (_, t) => {
      const day = Math.floor(t / 24);
      return t % 24 === 8 + ((day * 5) % 11) ? 100 + (day % 3) / 5 : 20 + ((t * 7919) % 50);
    });
    const [day] = dayPeaks(mustForecast(values), { level: 0.95, stepsPerDay: 24 });
    expect(day!.upper).toBeGreaterThan(98);
    expect(day!.upper).toBeLessThan(106);
  });

  test('rises with an event that is announced, as the forecast does', () => {
    const values = officeTraffic({ days: 28, seed: 8 });
    const startMs = mondayMs + 28 * 24 * hourMs;
    const events = [{ name: 'launch', startMs, endMs: startMs + 24 * hourMs, expectedRatio: 3 }];
    const upper = (more: object) =>
      dayPeaks(mustForecast(values, more), { level: 0.95, stepsPerDay: 24 }).map((day) => day.upper);
    const [ordinary, launch] = [upper({}), upper({ events })];
    expect(launch[0]! / ordinary[0]!).toBeGreaterThan(2.5);
    expect(launch[1]! / ordinary[1]!).toBeCloseTo(1, 1);
  });

  test('holds for about as many days as was asked for, over many series', () => {
    let under = 0;
    let count = 0;
    for (let seed = 0; seed < 30; seed++) {
      const all = officeTraffic({ days: 35, seed: 200 + seed, noise: 0.1, weekendShare: 0.8 });
      const forecast = mustForecast(all.slice(0, 28 * 24), { horizon: 168 });
      for (const { fromStep, toStep, upper } of dayPeaks(forecast, { level: 0.9, stepsPerDay: 24 })) {
        if (Math.max(...all.subarray(28 * 24 + fromStep, 28 * 24 + toStep)) <= upper) under++;
        count++;
      }
    }
    expect(under / count).toBeGreaterThan(0.85);
    expect(under / count).toBeLessThan(0.99);
  });
});
