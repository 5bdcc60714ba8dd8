import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantileForecast } from '../forecast.ts';
import { hourMs, mondayMs, mustForecast, officeTraffic, relativeError } from '../test-series.ts';
import { coldStartForecast, serviceShape } from './cold-start.ts';
import { dayPeaks } from './peaks.ts';
import { forecastShortTerm, shortTermQuantile } from './short-term.ts';

const thirtyMinutes = (load: (t: number) => number) => Float64Array.from({ length: 180 }, (_, t) => load(t));

describe('five minutes ahead', () => {
  test('a load that grows by 5 % a minute is seen where it will be', () => {
    const recent = thirtyMinutes((t) => 100 * 1.05 ** (t / 6));
    const forecast = forecastShortTerm({ recent, horizon: 30 })!;
    expect(forecast.point / (100 * 1.05 ** ((179 + 30) / 6))).toBeCloseTo(1, 1);
    expect(forecast.weights.growth).toBeGreaterThan(0.5);
  });

  test('a steady load stays', () => {
    const forecast = forecastShortTerm({ recent: thirtyMinutes((t) => 50 + (t % 3)), horizon: 30 })!;
    expect(forecast.point).toBeGreaterThan(49);
    expect(forecast.point).toBeLessThan(53);
    expect(shortTermQuantile(forecast, 0.95)).toBeGreaterThan(forecast.point);
  });

  test('a rise that the week knows is foreseen before it begins', () => {
    const expected = Float64Array.from({ length: 210 }, (_, t) =>
      t < 180 ? 10 + (t % 30 > 15 ? 1 : 0) : 40,
    );
    const recent = expected.slice(0, 180).map((value) => value * 5);
    const forecast = forecastShortTerm({ recent, horizon: 30, expected })!;
    expect(forecast.weights['weekly profile']).toBeGreaterThan(0.2);
    expect(forecast.point).toBeGreaterThan(70);
  });

  test('is finite and in order, or refused, whatever the readings are', () => {
    const reading = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(
        fc.array(reading, { maxLength: 120 }),
        fc.integer({ min: 1, max: 40 }),
        (readings, horizon) => {
          const forecast = forecastShortTerm({ recent: Float64Array.from(readings), horizon });
          if (forecast === undefined) {
            expect(readings.filter(Number.isFinite).length).toBeLessThan(6);
            return;
          }
          expect(Number.isFinite(forecast.point)).toBe(true);
          expect(forecast.point).toBeGreaterThanOrEqual(0);
          if (forecast.errors.length === 0) return;
          const levels = [0.05, 0.5, 0.9, 0.99].map((level) => shortTermQuantile(forecast, level));
          expect(levels).toEqual(levels.toSorted((a, b) => a - b));
        },
      ),
    );
  });
});

describe('a new service', () => {
  const shapeOf = (seed: number, level: number) =>
    serviceShape(officeTraffic({ days: 28, seed, level }), 168, 0)!;
  const similar = [shapeOf(1, 80), shapeOf(2, 100), shapeOf(3, 120), shapeOf(4, 150)];
  const axis = { startMs: mondayMs, stepMs: hourMs };
  const ask = (values: Float64Array) => {
    const outcome = coldStartForecast({ values, axis, firstSlot: 0, season: 168, horizon: 168, similar });
    if (outcome.kind !== 'forecast') throw new Error(outcome.why);
    return outcome.forecast;
  };
  const own = officeTraffic({ days: 14, seed: 9, level: 30 });

  test('has the shape of similar services, and soon a level of its own', () => {
    const forecast = ask(own.slice(0, 24));
    expect(relativeError(own.subarray(24, 24 + 168), forecast.point)).toBeLessThan(0.35);
    const later = ask(own.slice(0, 144));
    expect(relativeError(own.subarray(144, 144 + 168), later.point)).toBeLessThan(0.12);
  });

  test('is less certain the less it has shown', () => {
    const width = (readings: number) => {
      const forecast = ask(own.slice(0, readings));
      const low = quantileForecast(forecast, 0.025);
      const high = quantileForecast(forecast, 0.975);
      return (
        high.reduce((sum, value, h) => sum + value - low[h]!, 0) / forecast.point.reduce((a, b) => a + b, 0)
      );
    };
    expect(width(0)).toBeGreaterThan(width(72));
  });

  test('without similar services there is no forecast', () => {
    const request = {
      values: own,
      axis,
      firstSlot: 0,
      season: 168,
      horizon: 24,
      similar: similar.slice(0, 1),
    };
    expect(coldStartForecast(request).kind).toBe('no-forecast');
  });
});

describe("days' peaks", () => {
  const forecast = mustForecast(officeTraffic({ days: 28, seed: 6 }), { horizon: 168 });

  test('are one for each day, at its highest hour, under an upper quantile', () => {
    const days = dayPeaks(forecast, { level: 0.95, stepsPerDay: 24 });
    expect(days).toHaveLength(7);
    for (const { expected, upper, fromStep, toStep } of days) {
      expect(expected).toBe(Math.max(...forecast.point.subarray(fromStep, toStep)));
      expect(upper).toBeGreaterThan(expected);
    }
    expect(days[5]!.upper).toBeLessThan(days[4]!.expected);
  });

  test('a first day that is shorter counts as its own', () => {
    const days = dayPeaks(forecast, { level: 0.9, stepsPerDay: 24, untilFirstDay: 5 });
    expect(days.map(({ toStep }) => toStep)).toEqual([5, 29, 53, 77, 101, 125, 149, 168]);
  });
});
