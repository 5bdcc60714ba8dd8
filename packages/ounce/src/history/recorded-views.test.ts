import { expect, test } from 'vitest';
import { openHistory } from './index.ts';
import { recordedViews } from './recorded-views.ts';

const ref = { service: 'consumer', region: 'eu-1' };
const span = { sinceMs: 0, untilMs: 1e12 };

function recorded(points: Record<string, readonly (readonly [number, number])[]>) {
  const history = openHistory(':memory:');
  for (const [series, readings] of Object.entries(points))
    for (const [atMs, value] of readings) history.record({ ...ref, series }, atMs, value);
  return history;
}

test('a view shows what was known at its moment and nothing later', () => {
  const history = recorded({
    queueDepth: [
      [10_000, 1],
      [20_000, 2],
      [30_000, 3],
    ],
    readyReplicas: [
      [9_000, 2],
      [29_000, 4],
    ],
  });
  const views = [...recordedViews(history, ref, ['queueDepth'], span)];
  expect(views.map(({ nowMs }) => nowMs)).toEqual([10_000, 20_000, 30_000]);
  expect(views.map(({ readyBefore }) => Array.from(readyBefore!.values))).toEqual([[2], [2], [2, 4]]);
  const { queueDepth } = views[1]!.signals;
  expect(queueDepth).toMatchObject({ kind: 'fresh', intervalMs: 10_000 });
  expect([...(queueDepth!.window.values as Float64Array)]).toEqual([1, 2]);
  expect(views.map(({ replicas }) => replicas?.ready)).toEqual([2, 2, 4]);
});

test('a gap makes a signal stale and the replicas unknown, never zero', () => {
  const tens = (until: number) => Array.from({ length: until }, (_, i) => [10_000 * (i + 1), 5] as const);
  const history = recorded({
    queueDepth: tens(20),
    arrivalRate: tens(10),
    readyReplicas: tens(10),
  });
  const last = [...recordedViews(history, ref, ['queueDepth'], span)].at(-1)!;
  expect(last.signals.queueDepth).toMatchObject({ kind: 'fresh' });
  expect(last.signals.arrivalRate).toMatchObject({ kind: 'stale' });
  expect(last.replicas).toBeUndefined();
});

test('without readings there are no views', () => {
  expect([...recordedViews(openHistory(':memory:'), ref, ['queueDepth'], span)]).toEqual([]);
});
