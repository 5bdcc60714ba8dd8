import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openHistory } from './index.ts';

const of = { service: 'consumer', region: 'eu-1', series: 'queueDepth' };
const hourMs = 3_600_000;
const all = { sinceMs: 0, untilMs: 1e15 };

test('gives back what was recorded, in the order of time, and the first reading of a moment', () => {
  const reading = fc.tuple(
    fc.integer({ min: 0, max: 5 * hourMs }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 60 }), (readings) => {
      const history = openHistory(':memory:');
      const first = new Map<number, number>();
      for (const [atMs, value] of readings) {
        expect(history.record(of, atMs, value)).toBe(!first.has(atMs));
        if (!first.has(atMs)) first.set(atMs, value);
        if (atMs % 3 === 0) history.flush();
      }
      const { timesMs, values } = history.readings(of, all);
      const sorted = [...first].sort(([a], [b]) => a - b);
      expect([...(timesMs as Float64Array)]).toEqual(sorted.map(([atMs]) => atMs));
      expect([...(values as Float64Array)]).toEqual(sorted.map(([, value]) => value));
      expect(history.hours(of, all).reduce((sum, { count }) => sum + count, 0)).toBe(first.size);
      history.close();
    }),
    { numRuns: 100 },
  );
});

test('goes on in the middle of an hour after a restart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ounce-history-'));
  try {
    const path = join(folder, 'readings.sqlite');
    const before = openHistory(path);
    before.record(of, 1_000, 10);
    before.close();
    const after = openHistory(path);
    after.record(of, 2_000, 30);
    expect(after.hours(of, all)).toEqual([{ hourMs: 0, count: 2, mean: 20, min: 10, max: 30 }]);
    after.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('takes neither NaN nor infinity', () => {
  const history = openHistory(':memory:');
  expect(history.record(of, 1, Number.NaN)).toBe(false);
  expect(history.record(of, Number.NaN, 1)).toBe(false);
  expect(history.record(of, 1, Number.POSITIVE_INFINITY)).toBe(false);
  expect(history.coverage()).toEqual([]);
});

test('forgets readings first and hours later', () => {
  const history = openHistory(':memory:');
  for (const hour of [0, 1, 2]) history.record(of, hour * hourMs + 5, hour);
  history.dropBefore({ readingsMs: 2 * hourMs, hoursMs: hourMs });
  expect(history.hours(of, all).map((hour) => hour.hourMs)).toEqual([hourMs, 2 * hourMs]);
  expect([...(history.readings(of, all).values as Float64Array)]).toEqual([2]);
  history.dropBefore({ readingsMs: 3 * hourMs, hoursMs: hourMs });
  expect([...(history.readings(of, all).values as Float64Array)]).toEqual([]);
  expect(history.coverage({ series: 'queueDepth' })).toMatchObject([
    { hours: 2, readings: 2, sinceMs: hourMs },
  ]);
  expect(history.coverage({ service: 'other' })).toEqual([]);
});
