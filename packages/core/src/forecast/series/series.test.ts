import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decompose } from '../models/decomposition.ts';
import { officeTraffic } from '../test-series.ts';
import { counterToRate } from './counter.ts';
import { fillGaps } from './gaps.ts';
import { findLevelShift } from './level-shift.ts';
import { findOutliers } from './outliers.ts';
import { resample } from './resample.ts';

const missing = Number.NaN;
const seasons = [24, 168];

describe('counters', () => {
  test('a reset counts from zero, and a gap is spread over its steps', () => {
    const readings = Float64Array.of(missing, 100, 110, missing, 130, 5, 15);
    expect(counterToRate(readings, 10)).toEqual(Float64Array.of(missing, missing, 1, 1, 1, 0.5, 1));
  });

  test('a rate is never negative, and without resets the sum is the total increase', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 2 }), (increases) => {
        let total = 0;
        const readings = Float64Array.from(increases, (increase) => (total += increase));
        const rates = counterToRate(readings, 5).subarray(1);
        expect(Math.min(...rates)).toBeGreaterThanOrEqual(0);
        const sum = rates.reduce((all, rate) => all + rate * 5, 0);
        expect(sum).toBeCloseTo(readings.at(-1)! - readings[0]!, 6);
      }),
    );
  });
});

describe('gaps', () => {
  test('what is there stays, what is missing becomes something seen before, nothing stays missing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: -50, max: 50 }), { nil: missing }), { minLength: 1 }),
        (readings) => {
          const values = Float64Array.from(readings);
          const filled = fillGaps(values, [4]);
          const there = readings.filter((value) => !Number.isNaN(value));
          if (there.length === 0) expect(filled).toBeUndefined();
          filled?.forEach((value, t) => {
            if (!Number.isNaN(values[t]!)) expect(value).toBe(values[t]);
            expect(value).toBeGreaterThanOrEqual(Math.min(...there));
            expect(value).toBeLessThanOrEqual(Math.max(...there));
          });
        },
      ),
    );
  });

  test('a missing day becomes a day of its weekday', () => {
    const values = officeTraffic({ days: 28, seed: 1, noise: 0 });
    const gap = values.slice().fill(missing, 240, 264);
    const filled = fillGaps(gap, seasons)!;
    filled.forEach((value, t) => {
      expect(value).toBeCloseTo(values[t]!, 6);
    });
  });
});

test('a longer step is the mean or the greatest of its readings, and missing without half of them', () => {
  const values = Float64Array.of(1, 3, missing, 5, missing, missing, 9);
  expect(resample(values, 2, 'mean')).toEqual(Float64Array.of(2, 5, missing));
  expect(resample(values, 2, 'max')).toEqual(Float64Array.of(3, 5, missing));
  expect(() => resample(values, 0, 'mean')).toThrow(RangeError);
});

describe('accidents and changes', () => {
  const values = officeTraffic({ days: 28, seed: 2 });

  test('a short spike stands out, an ordinary week does not, and the newest readings are given time', () => {
    const spiked = values.slice().fill(3_000, 400, 404);
    const marks = findOutliers(decompose(spiked, seasons), seasons);
    expect(Array.from(marks.subarray(400, 404))).toEqual([1, 1, 1, 1]);
    expect(findOutliers(decompose(values, seasons), seasons).some((mark) => mark === 1)).toBe(false);
    const newest = values.slice().fill(3_000, values.length - 3);
    expect(findOutliers(decompose(newest, seasons), seasons).at(-1)).toBe(0);
  });

  test('a lasting jump is a shift, a weekend and a slow growth are not', () => {
    const jumped = findLevelShift(
      values.map((value, t) => (t >= 480 ? value * 3 : value)),
      seasons,
    )!;
    expect(Math.abs(jumped.at - 480)).toBeLessThanOrEqual(2);
    expect(jumped.change).toBeGreaterThan(2.4);
    expect(jumped.change).toBeLessThan(3.3);
    expect(findLevelShift(values, seasons)).toBeUndefined();
    const growing = values.map((value, t) => value * (1 + t / 2000));
    expect(findLevelShift(growing, seasons)).toBeUndefined();
  });

  test('a series that may be negative is moved, not scaled', () => {
    const signed = values.map((value, t) => value - 60 + (t >= 480 ? 600 : 0));
    const shift = findLevelShift(signed, seasons)!;
    expect(shift.kind).toBe('distance');
    expect(shift.change).toBeCloseTo(600, -2);
  });
});
