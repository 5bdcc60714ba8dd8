import { exposureDays } from '@ounce/core';
import { describe, expect, test } from 'vitest';
import type { GovernorRun, ImportRecord } from '../../ledger/index.ts';
import { dayMs, onDay } from './test-history.ts';
import { observedWindow, watchedTime } from './watched-time.ts';

let seq = 0;
const run = (day: number, kind: GovernorRun['kind'], governor = 'a'): GovernorRun => ({
  ...{ seq: ++seq, atMs: onDay(day), kind, governor },
});
const imported = (source: string, from: number, to: number, services: string[] = []): ImportRecord => ({
  ...{
    seq: ++seq,
    atMs: onDay(0),
    actor: 'local',
    importId: source,
    source,
    services,
    rows: 1,
    rejected: 0,
    unwatched: [],
  },
  ...{ sinceMs: onDay(from), untilMs: onDay(to) },
});
const asked = { runs: [], imports: [], firstToldMs: undefined, firstMs: undefined, nowMs: onDay(100) };
const days = (spans: readonly { startMs: number; endMs: number }[]) =>
  spans.map(({ startMs, endMs }) => [(startMs - onDay(0)) / dayMs, (endMs - onDay(0)) / dayMs]);

describe('watchedTime', () => {
  test('a governor watches from its start to its stop, and the newest until now', () => {
    const runs = [run(10, 'started'), run(20, 'stopped'), run(30, 'started')];
    expect(days(watchedTime({ ...asked, runs }).spans)).toEqual([
      [10, 20],
      [30, 100],
    ]);
  });

  test('of two governors one is enough', () => {
    const runs = [run(10, 'started'), run(15, 'started', 'b'), run(20, 'stopped'), run(30, 'stopped', 'b')];
    expect(days(watchedTime({ ...asked, runs }).spans)).toEqual([[10, 30]]);
  });

  test('a start without a stop before it was a crash, and does not hide later gaps', () => {
    const runs = [run(10, 'started'), run(12, 'started'), run(20, 'stopped'), run(30, 'started')];
    expect(days(watchedTime({ ...asked, runs }).spans)).toEqual([
      [10, 20],
      [30, 100],
    ]);
  });

  test('an imported history counts for its services, as far as it claims', () => {
    const imports = [imported('status', 0, 50, ['web']), imported('uptime', 40, 60)];
    expect(days(watchedTime({ ...asked, imports }).spans)).toEqual([[0, 60]]);
    const shop = watchedTime({ ...asked, imports, service: 'shop' });
    expect(days(shop.spans)).toEqual([[40, 60]]);
    expect(shop.basis).toEqual([expect.stringContaining('uptime')]);
  });

  test('without a word about who watched, time counts from the first incident, and says so', () => {
    const { spans, basis } = watchedTime({ ...asked, firstMs: onDay(30) });
    expect(days(spans)).toEqual([[30, 100]]);
    expect(basis).toEqual([expect.stringContaining('a guess')]);
    expect(watchedTime(asked).spans).toEqual([]);
  });

  test('incidents told before the first governor stretch the time back to them, and say so', () => {
    const { spans, basis } = watchedTime({ ...asked, runs: [run(90, 'started')], firstToldMs: onDay(5) });
    expect(days(spans)).toEqual([[5, 100]]);
    expect(basis.join(' ')).toContain('nobody can check that');
  });

  test('no governor looks after a service that only an imported history knows', () => {
    const imports = [imported('status', 0, 50, ['web'])];
    const runs = [run(90, 'started')];
    expect(days(watchedTime({ ...asked, imports, runs, service: 'web', governed: false }).spans)).toEqual([
      [0, 50],
    ]);
  });
});

test('a window leaves out what nobody watched', () => {
  const watched = watchedTime({
    ...asked,
    runs: [run(10, 'started'), run(20, 'stopped'), run(30, 'started')],
  });
  expect(exposureDays(observedWindow(watched, onDay(0), onDay(100)))).toBe(80);
  expect(exposureDays(observedWindow(watched, onDay(15), onDay(35)))).toBe(10);
  expect(exposureDays(observedWindow(watched, onDay(0), onDay(5)))).toBe(0);
});
