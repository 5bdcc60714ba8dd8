import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalsAhead, breachAfter, forecastDepth } from './forecast.ts';
import type { Level } from './level.ts';

const level: Level = {
  rate: 30,
  error: 1,
  slope: 0,
  slopeError: 0,
  seenSeconds: 120,
  before: 30,
  readings: 60,
  dispersion: 1,
};
const flow = { nowMs: 0, depth: 100, level, capacity: () => 20 };

describe('forecast', () => {
  it('P13: a queue with more coming than going grows by the difference', () => {
    const forecast = forecastDepth(flow, 300_000);
    expect(forecast.map((point) => point.atMs)).toEqual(
      [30, 60, 90, 120, 150, 180, 210, 240, 270, 300].map((s) => s * 1000),
    );
    expect(forecast.map((point) => point.value)).toEqual([
      400, 700, 1000, 1300, 1600, 1900, 2200, 2500, 2800, 3100,
    ]);
    expect(breachAfter(flow, 200, 300_000)).toBe(20_000);
    expect(breachAfter({ ...flow, capacity: () => 40 }, 200, 300_000)).toBeUndefined();
  });

  it('P7: a trend dies away and stops at four times the level', () => {
    const growing = { ...level, slope: 0.1 };
    expect(arrivalsAhead(growing, 60_000)).toBeCloseTo(35.1, 1);
    expect(arrivalsAhead(growing, 300_000)).toBeLessThan(30 + 0.1 * 180);
    expect(arrivalsAhead({ ...level, slope: 100 }, 300_000)).toBe(120);
    expect(arrivalsAhead({ ...level, slope: -1 }, 300_000)).toBe(0);
  });

  it('P13: is finite, ordered and never negative', () => {
    const positive = (max: number) => fc.double({ min: 0, max, noNaN: true });
    const levels = fc.record({
      rate: positive(1e5),
      error: positive(1e4),
      slope: fc.double({ min: -100, max: 100, noNaN: true }),
      slopeError: positive(10),
      seenSeconds: positive(1e4),
      before: positive(1e5),
      readings: fc.integer({ min: 1, max: 96 }),
      dispersion: fc.double({ min: 1, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(levels, positive(1e6), positive(1e5), (any, depth, capacity) => {
        for (const { value, lower, upper } of forecastDepth(
          { nowMs: 0, depth, level: any, capacity: () => capacity },
          300_000,
        )) {
          expect(Number.isFinite(upper)).toBe(true);
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(lower).toBeLessThanOrEqual(value);
          expect(value).toBeLessThanOrEqual(upper);
        }
      }),
    );
  });
});
