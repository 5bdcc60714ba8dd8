import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Series } from './series.ts';

const intervalMs = 10_000;
const kept = 120;

/** The same rules on a plain array, kept whole. */
class PlainSeries {
  readings: { atMs: number; value: number }[] = [];

  push(atMs: number, value: number, nowMs: number): boolean {
    if (!Number.isFinite(value) || !Number.isFinite(atMs)) return false;
    if ((this.readings.at(-1)?.atMs ?? 0) > nowMs + intervalMs) this.readings = [];
    if (atMs > nowMs + intervalMs || atMs <= (this.readings.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY))
      return false;
    this.readings.push({ atMs, value });
    return true;
  }
}

const step = fc.record({
  afterMs: fc.integer({ min: 0, max: 30_000 }),
  lateMs: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    fc.integer({ min: -200_000, max: 200_000 }),
    fc.constant(Number.NaN),
  ),
  value: fc.oneof(
    { weight: 8, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    fc.constant(Number.NaN),
    fc.constant(Number.POSITIVE_INFINITY),
  ),
  setBackMs: fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 500_000 })),
});

describe('a series', () => {
  it('holds the newest readings of what a plain array holds, whatever comes: late, twice, from the future, not a number, a clock set back', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 700 }), (steps) => {
        const series = new Series('queueDepth', intervalMs);
        const plain = new PlainSeries();
        let nowMs = 1_800_000_000_000;
        for (const { afterMs, lateMs, value, setBackMs } of steps) {
          nowMs += afterMs - setBackMs;
          expect(series.push(nowMs - lateMs, value, nowMs)).toBe(plain.push(nowMs - lateMs, value, nowMs));
          expect(series.lastValue).toBe(plain.readings.at(-1)?.value);
        }
        const { timesMs, values } = series.window;
        const newest = plain.readings.slice(-kept);
        expect(Array.from(timesMs)).toEqual(newest.map(({ atMs }) => atMs));
        expect(Array.from(values)).toEqual(newest.map((reading) => reading.value));
      }),
      { numRuns: 100 },
    );
  });

  it('is fresh for two and a half intervals after a reading and stale from then on, with the reason', () => {
    const series = new Series('queueDepth', intervalMs);
    expect(series.staleBecause(0)).toBe('nothing was read yet');
    series.push(100_000, 5, 100_000);
    expect(series.view(125_000).kind).toBe('fresh');
    expect(series.staleBecause(125_001)).toBe('the newest reading is 25 s old');
    series.miss('the source is down');
    expect(series.staleBecause(130_000)).toBe('the newest reading is 30 s old (the source is down)');
    series.push(130_000, 5, 130_000);
    expect(series.view(130_000).kind).toBe('fresh');
  });

  it('is not fresh for hours after the clock was set back, and begins anew with the next reading', () => {
    const series = new Series('queueDepth', intervalMs);
    series.push(10_000_000, 5, 10_000_000);
    expect(series.view(5_000_000)).toMatchObject({
      kind: 'stale',
      why: expect.stringContaining('a clock is wrong'),
    });
    expect(series.push(5_000_000, 6, 5_000_000)).toBe(true);
    expect(Array.from(series.window.values)).toEqual([6]);
  });

  it('allocates nothing before the first reading', () => {
    expect(new Series('queueDepth', intervalMs).window).toEqual({ timesMs: [], values: [] });
  });
});
