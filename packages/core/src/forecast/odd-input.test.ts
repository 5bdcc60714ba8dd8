import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, sampleNormal } from '../statistics/random.ts';
import type { Calendar } from './calendar/calendar.ts';
import { dayPeaks } from './fleet/peaks.ts';
import { forecastSeries, quantileForecast } from './forecast.ts';
import type { Forecast } from './request.ts';
import { dayMs, hourMs, mondayMs, mustForecast, officeTraffic, relativeError } from './test-series.ts';

const history = officeTraffic({ days: 28, seed: 21 });
const hours = history.length;
const changed = (change: (value: number, t: number) => number) => history.map(change);

const odd: Record<string, Float64Array> = {
  'a constant': new Float64Array(hours).fill(7),
  zeros: new Float64Array(hours),
  'the smallest number there is': new Float64Array(hours).fill(Number.MIN_VALUE),
  'loads of 1e15': changed((value) => value * 1e15),
  'loads of 1e300': changed((value) => value * 1e298),
  'loads of 1e-300': changed((value) => value * 1e-302),
  'negative values': changed((value) => -value),
  'values on both sides of zero': changed((value) => value - 100),
  'one reading of 1e15': changed((value, t) => (t === 300 ? 1e15 : value)),
  infinities: changed((value, t) => (t % 97 === 0 ? Number.POSITIVE_INFINITY : value)),
  'runs of missing readings': changed((value, t) => (Math.floor(t / 50) % 2 === 1 ? Number.NaN : value)),
  'a gap of three days at the end': history.slice().fill(Number.NaN, hours - 72),
  'a gap of two weeks at the end': history.slice().fill(Number.NaN, hours - 336),
  'ten times the load since yesterday': changed((value, t) => (t >= hours - 24 ? 10 * value : value)),
  'a fiftieth of the load since yesterday': changed((value, t) => (t >= hours - 24 ? value / 50 : value)),
  'ten times the load in the last hour': changed((value, t) => (t === hours - 1 ? 10 * value : value)),
  'a load that doubles each half day': Float64Array.from({ length: hours }, (_, t) => Math.exp(t / 17)),
  'eight readings': Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8),
};

function expectWhole(forecast: Forecast): void {
  const levels = [0.01, 0.5, 0.95, 0.99];
  expect(forecast.point.every(Number.isFinite)).toBe(true);
  expect(forecast.errorSizes.every((size) => size >= 0 && Number.isFinite(size))).toBe(true);
  for (const quantile of levels.map((level) => quantileForecast(forecast, level)))
    expect(quantile.every(Number.isFinite)).toBe(true);
  const days = levels.map((level) => dayPeaks(forecast, { level, stepsPerDay: 24 }));
  days[0]!.forEach((_, day) => {
    const uppers = days.map((each) => each[day]!.upper);
    expect(uppers.every(Number.isFinite)).toBe(true);
    expect(uppers).toEqual(uppers.toSorted((a, b) => a - b));
  });
}

describe('odd histories', () => {
  for (const [name, values] of Object.entries(odd))
    test.each(['light', 'full'] as const)(
      `${name}: all is finite, in order and repeatable (%s)`,
      (effort) => {
        const before = values.slice();
        const first = mustForecast(values, { effort, horizon: 168 });
        expectWhole(first);
        expect(mustForecast(values, { effort, horizon: 168 })).toEqual(first);
        expect(values).toEqual(before);
      },
    );

  test('three readings, none, and nothing but missing ones are refused', () => {
    for (const values of [Float64Array.of(1, 2, 3), new Float64Array(0), history.map(() => Number.NaN)])
      expect(forecastSeries({ values, axis: { startMs: mondayMs, stepMs: hourMs }, horizon: 24 }).kind).toBe(
        'no-forecast',
      );
  });

  test.each([36, 48, 72])(
    'a load ten times as high for %d hours is followed, with a band of its size',
    (since) => {
      const jumped = officeTraffic({ days: 29, seed: 21 }).map((value, t) =>
        t >= hours - since ? 10 * value : value,
      );
      const forecast = mustForecast(jumped.slice(0, hours), { horizon: 24 });
      expect(forecast.learnedFrom.levelShiftStepsAgo).toBe(since);
      expect(relativeError(jumped.subarray(hours), forecast.point)).toBeLessThan(0.25);
      const [day] = dayPeaks(forecast, { level: 0.95, stepsPerDay: 24 });
      expect(day!.upper / Math.max(...jumped.subarray(hours))).toBeLessThan(1.2);
    },
  );

  test('one reading of 1e15 two weeks ago does not make every day a day of 1e15', () => {
    const [day] = dayPeaks(mustForecast(odd['one reading of 1e15']!), { level: 0.95, stepsPerDay: 24 });
    expect(day!.upper).toBeLessThan(1_000);
  });

  test('where the readings have stopped long ago there still is a band, and a wider one', () => {
    const random = createRandom(4);
    let level = 1_000;
    const wandering = history.map(() => (level += 10 * sampleNormal(random)));
    const width = (missing: number) => {
      const forecast = mustForecast(wandering.slice().fill(Number.NaN, hours - missing));
      const [low, high] = [0.025, 0.975].map((quantile) => quantileForecast(forecast, quantile));
      return high![23]! - low![23]!;
    };
    expect(width(24)).toBeGreaterThan(1.1 * width(0));
    expect(width(14 * 24)).toBeGreaterThan(width(0));
  });
});

test('whatever the readings are, the days ahead have upper ends that are finite and in order', () => {
  const reading = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: -1e15, max: 1e15, noNaN: true }) },
    fc.constantFrom(0, Number.NaN, 1e15, -1, Number.NEGATIVE_INFINITY),
  );
  fc.assert(
    fc.property(
      fc.array(reading, { minLength: 8, maxLength: 12 }),
      fc.integer({ min: 8, max: 500 }),
      fc.integer({ min: 0, max: 23 }),
      (readings, length, untilFirstDay) => {
        const values = Float64Array.from(
          { length },
          (_, t) => readings[t % readings.length]! * (1 + (t % 7)),
        );
        const axis = { startMs: mondayMs, stepMs: hourMs };
        const outcome = forecastSeries({ values, axis, horizon: 72, effort: 'light' });
        if (outcome.kind === 'no-forecast') return;
        const at = (level: number) => dayPeaks(outcome.forecast, { level, stepsPerDay: 24, untilFirstDay });
        const [low, high] = [at(0.5), at(0.95)];
        high.forEach(({ upper }, day) => {
          expect(Number.isFinite(upper)).toBe(true);
          expect(upper).toBeGreaterThanOrEqual(low[day]!.upper);
        });
      },
    ),
    { numRuns: 60 },
  );
});

describe('the days on which the clocks change', () => {
  // 23 hours on day 20, 25 hours on day 24.
  const offsets = [
    { fromMs: 0, offsetMinutes: 60 },
    { fromMs: mondayMs + 20 * dayMs + hourMs, offsetMinutes: 120 },
    { fromMs: mondayMs + 24 * dayMs + hourMs, offsetMinutes: 60 },
  ];
  const calendar: Calendar = { offsets, holidays: [] };
  const offsetHours = (hour: number) => (hour >= 20 * 24 + 1 && hour < 24 * 24 + 1 ? 2 : 1);

  test('are forecast by the local clock, before, between and after them', () => {
    const all = officeTraffic({ days: 30, seed: 22, noise: 0.01, offsetHours });
    for (const day of [19, 20, 22, 24, 25]) {
      const forecast = mustForecast(all.slice(0, day * 24), { calendar, horizon: 72 });
      expect(relativeError(all.subarray(day * 24, day * 24 + 72), forecast.point)).toBeLessThan(0.08);
      expectWhole(forecast);
    }
  });
});
