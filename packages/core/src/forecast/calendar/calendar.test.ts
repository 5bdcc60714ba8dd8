import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, mondayMs, mustForecast, officeTraffic, relativeError } from '../test-series.ts';
import { type Calendar, dayOfDate, offsetMinutesAt, weekdayOf } from './calendar.ts';
import { toLocalAxis } from './local-axis.ts';

const springMs = mondayMs + (20 * 24 + 1) * hourMs;
const withDst: Calendar = {
  offsets: [
    { fromMs: mondayMs - 100 * dayMs, offsetMinutes: 60 },
    { fromMs: springMs, offsetMinutes: 120 },
  ],
  holidays: [],
};

describe('local time', () => {
  test('the offset before the first change is the first one, and none is UTC', () => {
    expect(offsetMinutesAt(withDst, mondayMs - 1000 * dayMs)).toBe(60);
    expect(offsetMinutesAt(withDst, springMs - 1)).toBe(60);
    expect(offsetMinutesAt(withDst, springMs)).toBe(120);
    expect(offsetMinutesAt({ offsets: [], holidays: [] }, 0)).toBe(0);
  });

  test('the hour that spring skips is missing, and all later hours move by one', () => {
    const values = Float64Array.from({ length: 30 * 24 }, (_, t) => t);
    const local = toLocalAxis(values, { startMs: mondayMs, stepMs: hourMs }, withDst);
    expect(local.values).toHaveLength(30 * 24 + 1);
    expect(local.values[20 * 24 + 1]).toBeNaN();
    expect(local.values[20 * 24 + 2]).toBe(20 * 24 + 1);
    expect(local.localStartMs).toBe(mondayMs + hourMs);
  });

  test('the hour that autumn repeats is the mean of both', () => {
    const autumn: Calendar = {
      offsets: [
        { fromMs: 0, offsetMinutes: 120 },
        { fromMs: mondayMs + 10 * hourMs, offsetMinutes: 60 },
      ],
      holidays: [],
    };
    const values = Float64Array.from({ length: 24 }, (_, t) => t);
    const local = toLocalAxis(values, { startMs: mondayMs, stepMs: hourMs }, autumn);
    expect(local.values).toHaveLength(23);
    expect(local.values[9]).toBe(9.5);
  });

  test('no reading is lost and none invented, whatever the offsets', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 47 }), fc.constantFrom(-60, -30, 30, 60), (hour, change) => {
        const offsets = [
          { fromMs: 0, offsetMinutes: 0 },
          { fromMs: mondayMs + hour * hourMs, offsetMinutes: change },
        ];
        const values = Float64Array.from({ length: 192 }, (_, t) => 5 + (t % 7));
        const axis = { startMs: mondayMs, stepMs: hourMs / 4 };
        const local = toLocalAxis(values, axis, { offsets, holidays: [] });
        const there = local.values.filter((value) => !Number.isNaN(value));
        expect(there.length).toBeGreaterThanOrEqual(192 - 4);
        expect(Math.min(...there)).toBeGreaterThanOrEqual(5);
        expect(Math.max(...there)).toBeLessThanOrEqual(11);
      }),
    );
  });
});

describe('daylight saving', () => {
  const offsetHours = (hour: number) => (mondayMs + hour * hourMs >= springMs ? 2 : 1);
  const all = officeTraffic({ days: 24, seed: 11, noise: 0.02, offsetHours });

  test('after the change the forecast follows the local clock, and without a calendar it is an hour late', () => {
    const history = all.slice(0, 20 * 24);
    const actual = all.subarray(20 * 24, 22 * 24);
    const knowing = relativeError(actual, mustForecast(history, { calendar: withDst }).point);
    const unaware = relativeError(actual, mustForecast(history).point);
    expect(knowing).toBeLessThan(0.07);
    expect(unaware).toBeGreaterThan(2 * knowing);
  });

  test('a change within the history does not blur the shape', () => {
    const forecast = mustForecast(all.slice(0, 22 * 24), { calendar: withDst });
    expect(relativeError(all.subarray(22 * 24, 24 * 24), forecast.point)).toBeLessThan(0.07);
  });
});

describe('holidays and events', () => {
  const calendar: Calendar = { offsets: [], holidays: ['2026-01-14', '2026-02-03'] };

  test('a date is a day and a weekday, and what is none is refused', () => {
    expect(dayOfDate('1970-01-02')).toBe(1);
    expect(weekdayOf(dayOfDate('2026-01-05'))).toBe(1);
    for (const wrong of ['2026-02-30', '5.1.2026', '']) expect(() => dayOfDate(wrong)).toThrow(RangeError);
  });

  test('a coming holiday is like the rest day, and a past one does not teach its weekday', () => {
    const all = officeTraffic({ days: 30, seed: 12, noise: 0.02 });
    const sunday = all.slice(6 * 24, 7 * 24);
    const history = all.slice(0, 28 * 24);
    history.set(sunday, 9 * 24);
    const { point } = mustForecast(history, { calendar });
    expect(relativeError(all.subarray(28 * 24, 29 * 24), point.subarray(0, 24))).toBeLessThan(0.08);
    expect(relativeError(sunday, point.subarray(24))).toBeLessThan(0.15);
  });

  test('a launch lifts the load as the last ones did', () => {
    const all = officeTraffic({ days: 30, seed: 13, noise: 0.02, weekendShare: 1 });
    const launchAt = (day: number) => ({
      name: 'launch',
      startMs: mondayMs + day * dayMs + 10 * hourMs,
      endMs: mondayMs + day * dayMs + 14 * hourMs,
    });
    const days = [10, 17, 28];
    for (const day of days) for (let h = 10; h < 14; h++) all[day * 24 + h]! *= 2;
    const { point } = mustForecast(all.slice(0, 28 * 24), { events: days.map(launchAt) });
    expect(relativeError(all.subarray(28 * 24), point)).toBeLessThan(0.1);
    expect(point[12]! / point[36]!).toBeGreaterThan(1.7);
  });

  test('an event without a past follows the ratio that a person expects', () => {
    const values = officeTraffic({ days: 28, seed: 14 });
    const startMs = mondayMs + 28 * dayMs;
    const event = { name: 'sale', startMs, endMs: startMs + 5 * hourMs, expectedRatio: 3 };
    const plain = mustForecast(values).point;
    const lifted = mustForecast(values, { events: [event] }).point;
    expect(lifted[3]! / plain[3]!).toBeCloseTo(3, 6);
    expect(lifted[5]).toBe(plain[5]);
  });
});
