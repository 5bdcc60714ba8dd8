import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecastSeries, quantileForecast } from './forecast.ts';
import { dayMs, hourMs, mondayMs, mustForecast, officeTraffic, relativeError } from './test-series.ts';

const axis = { startMs: mondayMs, stepMs: hourMs };
const reading = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  fc.constant(0),
  fc.constant(Number.NaN),
  fc.constantFrom(Number.POSITIVE_INFINITY, 1e12, -1e-12),
);

describe('whatever the readings are', () => {
  test('the forecast is finite or refused, and its intervals are in order', () => {
    fc.assert(
      fc.property(
        fc.array(reading, { maxLength: 400 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('light' as const, 'full' as const),
        (readings, horizon, effort) => {
          const outcome = forecastSeries({ values: Float64Array.from(readings), axis, horizon, effort });
          if (outcome.kind === 'no-forecast') {
            expect(readings.filter(Number.isFinite).length).toBeLessThan(8);
            return;
          }
          const { forecast } = outcome;
          expect(forecast.point).toHaveLength(horizon);
          expect(forecast.point.every(Number.isFinite)).toBe(true);
          if (forecast.calibration.scores.length === 0) return;
          let lower = quantileForecast(forecast, 0.01);
          for (const level of [0.025, 0.25, 0.5, 0.75, 0.975, 0.99]) {
            const upper = quantileForecast(forecast, level);
            expect(upper.every((value, h) => value >= lower[h]!)).toBe(true);
            lower = upper;
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the same request gives the same forecast, and the request is left as it was', () => {
    const values = officeTraffic({ days: 21, seed: 1 });
    values.fill(Number.NaN, 100, 110);
    const before = values.slice();
    const first = mustForecast(values, { effort: 'full' });
    const second = mustForecast(values, { effort: 'full' });
    expect(second).toEqual(first);
    expect(values).toEqual(before);
  });

  test.each([1e-3, 1e3, 1e6])(
    'a series %d times as large has a forecast as many times as large',
    (factor) => {
      const values = officeTraffic({ days: 21, seed: 2 });
      const plain = mustForecast(values, { effort: 'full' });
      const scaled = mustForecast(
        values.map((value) => value * factor),
        { effort: 'full' },
      );
      plain.point.forEach((value, h) => {
        expect(scaled.point[h]! / (factor * value)).toBeCloseTo(1, 4);
      });
    },
  );

  test('a load that was never negative is not forecast to be', () => {
    const values = officeTraffic({ days: 21, seed: 3, level: 1, noise: 0.5 });
    expect(Math.min(...quantileForecast(mustForecast(values), 0.001))).toBeGreaterThanOrEqual(0);
  });
});

describe('an office week', () => {
  test.each(['light', 'full'] as const)('is forecast near its noise (%s)', (effort) => {
    const all = officeTraffic({ days: 35, seed: 4 });
    const forecast = mustForecast(all.subarray(0, 28 * 24), { horizon: 168, effort });
    expect(relativeError(all.subarray(28 * 24), forecast.point)).toBeLessThan(0.07);
    expect(forecast.axis.startMs).toBe(mondayMs + 28 * dayMs);
    expect(forecast.models.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  });

  test('the 95 % intervals of many series cover about 95 %', () => {
    let inside = 0;
    let count = 0;
    for (let seed = 0; seed < 30; seed++) {
      const all = officeTraffic({ days: 28, seed: 100 + seed, noise: 0.1, weekendShare: 0.8 });
      const forecast = mustForecast(all.subarray(0, 26 * 24));
      const low = quantileForecast(forecast, 0.025);
      const high = quantileForecast(forecast, 0.975);
      all.subarray(26 * 24).forEach((value, h) => {
        if (value >= low[h]! && value <= high[h]!) inside++;
        count++;
      });
    }
    expect(inside / count).toBeGreaterThan(0.92);
    expect(inside / count).toBeLessThan(0.995);
  });

  test('a tenth of the readings missing hardly changes the forecast', () => {
    const all = officeTraffic({ days: 30, seed: 5 });
    const values = all.slice(0, 28 * 24);
    for (let t = 0; t < values.length; t += 10) values[t] = Number.NaN;
    values.fill(Number.NaN, 300, 330);
    const forecast = mustForecast(values);
    expect(relativeError(all.subarray(28 * 24), forecast.point)).toBeLessThan(0.08);
    expect(forecast.learnedFrom.missing).toBe(68 + 27);
  });

  test('readings that stopped a while ago are said to be stale, and do not pull the forecast to zero', () => {
    const all = officeTraffic({ days: 30, seed: 6 });
    const values = all.slice(0, 28 * 24).fill(Number.NaN, 28 * 24 - 12);
    const forecast = mustForecast(values);
    expect(forecast.learnedFrom.staleSteps).toBe(12);
    expect(relativeError(all.subarray(28 * 24), forecast.point)).toBeLessThan(0.1);
  });
});

describe('what must not teach', () => {
  const all = officeTraffic({ days: 30, seed: 7 });
  const history = all.slice(0, 28 * 24);
  const incident = history.slice().fill(2_000, 500, 506);

  test('a short accident is found and left out by itself', () => {
    const forecast = mustForecast(incident);
    expect(forecast.learnedFrom.outliers).toBeGreaterThanOrEqual(6);
    expect(relativeError(all.subarray(28 * 24), forecast.point)).toBeLessThan(0.08);
  });

  test('an incident that is named leaves no trace at all', () => {
    const incidents = [{ startMs: mondayMs + 500 * hourMs, endMs: mondayMs + 506 * hourMs }];
    expect(mustForecast(incident, { incidents }).point).toEqual(mustForecast(history, { incidents }).point);
  });

  test('a lasting jump to three times the load is followed, with the shape of before', () => {
    const jumped = all.map((value, t) => (t >= 24 * 24 ? 3 * value : value));
    const forecast = mustForecast(jumped.slice(0, 28 * 24));
    expect(forecast.learnedFrom.levelShiftStepsAgo).toBeGreaterThan(3 * 24);
    expect(relativeError(jumped.subarray(28 * 24), forecast.point)).toBeLessThan(0.15);
  });
});

describe('series with little to learn from', () => {
  test('a constant stays what it is', () => {
    const forecast = mustForecast(new Float64Array(500).fill(7));
    for (const value of forecast.point) expect(value).toBeCloseTo(7, 9);
  });

  test('zeros stay zero', () => {
    expect(mustForecast(new Float64Array(500)).point).toEqual(new Float64Array(48));
  });

  test('a demand every eight hours or so is forecast by its mean', () => {
    const values = Float64Array.from({ length: 600 }, (_, t) => ((t * 37) % 61 < 7 ? 8 : 0));
    const { point } = mustForecast(values);
    const mean = point.reduce((sum, value) => sum + value / point.length, 0);
    expect(mean).toBeGreaterThan(0.3);
    expect(mean).toBeLessThan(2);
  });

  test('seven readings are refused, not guessed from', () => {
    const outcome = forecastSeries({ values: new Float64Array(7).fill(1), axis, horizon: 3 });
    expect(outcome.kind).toBe('no-forecast');
  });

  test('a horizon that is no whole number from 1 is refused', () => {
    const values = new Float64Array(100).fill(1);
    for (const horizon of [0, -1, 1.5, Number.NaN]) {
      expect(() => forecastSeries({ values, axis, horizon })).toThrow(RangeError);
    }
  });
});
