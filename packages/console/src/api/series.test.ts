import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appendReading, readingOf, type Series, trimSeries } from './series.ts';
import type { LiveState, ServiceState } from './types.ts';

const series: Series = { timesMs: [1000, 2000, 3000], values: [1, 2, 3] };

const service: ServiceState = {
  service: 'pubsub-consumer',
  region: 'local',
  signals: { queueDepth: { value: 7, atMs: 9_500, intervalMs: 1_000 } },
  thresholds: {},
  controls: [],
  chaos: 'refused',
};
const state: LiveState = {
  atMs: 10_000,
  fleet: 'test',
  simulated: false,
  version: '0',
  startedAtMs: 0,
  freeze: { frozen: false },
  services: [service],
  openIncidents: [],
  troubles: [],
};

test('a reading that is not newer changes nothing, not even the object', () => {
  expect(appendReading(series, 3000, 9)).toBe(series);
  expect(appendReading(series, 2500, 9)).toBe(series);
});

test('a silence is one null however long it lasts', () => {
  const silent = appendReading(series, 4000, null);
  expect(silent.values).toEqual([1, 2, 3, null]);
  expect(appendReading(silent, 5000, null)).toBe(silent);
  expect(appendReading(silent, 6000, 4).values).toEqual([1, 2, 3, null, 4]);
});

test('times stay strictly increasing whatever is appended', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(100), fc.option(fc.nat(9)))), (readings) => {
      const empty: Series = { timesMs: [], values: [] };
      const { timesMs, values } = readings.reduce(
        (all, [atMs, value]) => appendReading(all, atMs, value),
        empty,
      );
      expect(values).toHaveLength(timesMs.length);
      expect(timesMs).toEqual([...new Set(timesMs)].toSorted((a, b) => a - b));
    }),
  );
});

test('trimming keeps the one reading from which the line enters the picture', () => {
  expect(trimSeries(series, 2500).timesMs).toEqual([2000, 3000]);
  expect(trimSeries(series, 0)).toBe(series);
});

test('a fresh reading is taken as it is, at its own time', () => {
  expect(readingOf(state, service, 'queueDepth')).toEqual({ atMs: 9_500, value: 7 });
});

test('a stale reading becomes a gap where the next one was due, never a zero', () => {
  const signals = { queueDepth: { value: 7, atMs: 5_000, intervalMs: 1_000, stale: 'no answer' } };
  expect(readingOf(state, { ...service, signals }, 'queueDepth')).toEqual({ atMs: 6_000, value: null });
});

test('a signal that is not measured gives nothing; a silent platform gives a gap', () => {
  expect(readingOf(state, service, 'errorRate')).toBeUndefined();
  expect(readingOf(state, service, 'readyReplicas')).toEqual({ atMs: 10_000, value: null });
  const replicas = { desired: 3, ready: 2, starting: 1 };
  expect(readingOf(state, { ...service, replicas }, 'readyReplicas')).toEqual({ atMs: 10_000, value: 2 });
});
