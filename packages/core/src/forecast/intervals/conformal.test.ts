import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, sampleNormal } from '../../statistics/random.ts';
import { calibrate, scoreQuantile } from './conformal.ts';
import { nonDecreasing } from './non-decreasing.ts';

function input(origins: number, horizon: number, error: (origin: number, h: number) => number) {
  const errors = new Float64Array(origins * horizon);
  for (let i = 0; i < errors.length; i++) errors[i] = error(Math.floor(i / horizon), i % horizon);
  return {
    said: new Float64Array(errors.length).fill(100),
    errors,
    sizes: new Float64Array(errors.length).fill(2),
    horizon,
    independent: 1000,
    season: 4,
  };
}

describe('calibration', () => {
  test('normal errors have normal quantiles', () => {
    const random = createRandom(5);
    const calibration = calibrate(input(200, 8, () => sampleNormal(random)));
    const size = calibration.growth.reduce((sum, value) => sum + value / 8, 0) * 2;
    expect(scoreQuantile(calibration, 0.975) * size).toBeCloseTo(1.96, 0);
    expect(scoreQuantile(calibration, 0.5) * size).toBeCloseTo(0, 0);
    expect(calibration.coverage).toBeGreaterThan(0.93);
    expect(calibration.coverage).toBeLessThan(0.97);
  });

  test('few independent stretches widen, as Student says', () => {
    const few = calibrate({ ...input(5, 4, (origin, h) => origin - h), independent: 5 });
    // t(4) at 97.5 % is 2.776 where the normal has 1.960.
    expect(few.widening).toBeCloseTo(2.776 / 1.96, 1);
    expect(calibrate(input(5, 4, (origin) => origin)).widening).toBeCloseTo(1, 2);
  });

  test('the quantiles never cross, whatever the errors were', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constant(Number.NaN)), {
          minLength: 12,
          maxLength: 12,
        }),
        (errors) => {
          const calibration = calibrate(input(3, 4, (origin, h) => errors[origin * 4 + h]!));
          let before = Number.NEGATIVE_INFINITY;
          for (let level = 0; level <= 1; level += 0.01) {
            const score = scoreQuantile(calibration, level);
            if (calibration.scores.length === 0) expect(score).toBeNaN();
            else expect(score).toBeGreaterThanOrEqual(before);
            before = score;
          }
          for (let h = 1; h < 4; h++) {
            expect(calibration.growth[h]).toBeGreaterThanOrEqual(calibration.growth[h - 1]!);
          }
        },
      ),
    );
  });

  test("a day's peak is judged as a peak", () => {
    // Every reading errs by one, up or down, and one of each day's four errs up: each day's highest is one too low.
    const calibration = calibrate(input(6, 8, (_, h) => (h % 4 === 1 ? 1 : -1)));
    expect(calibration.peakScores).toHaveLength(12);
    for (const score of calibration.peakScores) expect(score).toBeGreaterThan(0);
  });
});

test('the nearest non-decreasing sequence pools what falls', () => {
  const weights = Float64Array.of(1, 1, 1, 1);
  expect(nonDecreasing(Float64Array.of(1, 3, 2, 4), weights)).toEqual(Float64Array.of(1, 2.5, 2.5, 4));
});
