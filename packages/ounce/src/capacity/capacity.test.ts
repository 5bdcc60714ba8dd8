import { describe, expect, test } from 'vitest';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { openHistory } from '../history/index.ts';
import { openLedger } from '../ledger/index.ts';
import { VirtualClock } from '../simulator/virtual-clock.ts';
import { backtest, weekAhead } from './index.ts';
import { consumer, nowMs, weeksOf } from './test-history.ts';
import { lookAhead } from './watch.ts';
import type { WeekAhead, WeekAheadOutcome } from './week-ahead.ts';

const settings = { upperQuantile: 0.95, headroom: 0.25, floor: 1, ceiling: 20, effort: 'light' } as const;
const hourMs = 3_600_000;

function known(outcome: WeekAheadOutcome): WeekAhead {
  if (outcome.kind === 'unknown') throw new Error(outcome.why);
  return outcome;
}

describe('the week ahead', () => {
  test('names the day and the hour at which the replicas will not do, days before', () => {
    const week = known(weekAhead(weeksOf({ busy: 3 }), consumer, nowMs, settings));
    expect(week.capacity.basis).toBe('saturated');
    expect(week.capacity.perReplica.value).toBeCloseTo(10, 5);
    expect(week.hours).toHaveLength(168);
    const friday = Date.UTC(2026, 5, 5, 12);
    expect(week.shortages.map(({ worstMs }) => worstMs)).toContain(friday);
    const planned = week.hours.find(({ startMs }) => startMs === friday)!;
    expect(planned.replicas).toBeGreaterThanOrEqual(Math.ceil(90 / 10 / 0.75));
  });

  test('finds nothing short in ordinary weeks, and a plan that costs less than leaving it', () => {
    const week = known(weekAhead(weeksOf(), consumer, nowMs, settings));
    expect(week.shortages).toEqual([]);
    expect(week.capacity.basis).toBe('at-least');
  });

  test('says what is missing instead of making it up', () => {
    const empty = openHistory(':memory:');
    expect(weekAhead(empty, consumer, nowMs, settings)).toMatchObject({
      kind: 'unknown',
      why: /No whole hour/,
    });
    for (let i = 1; i < 300; i++)
      empty.record({ ...consumer, series: 'arrivalRate' }, nowMs - i * hourMs, 10 + (i % 24));
    expect(weekAhead(empty, consumer, nowMs, settings)).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('ready replicas'),
    });
  });
});

test('past weeks are forecast from what was known before them', () => {
  const weeks = backtest(weeksOf({ weeks: 8 }), consumer, nowMs, {
    weeks: 3,
    upperQuantile: 0.95,
    effort: 'light',
  });
  expect(weeks).toHaveLength(3);
  for (const { mase, coverage } of weeks) {
    expect(mase).toBeLessThan(1.5);
    expect(coverage).toBeGreaterThan(0.8);
  }
});

test('a shortage is told once, again when it is worse, and once when it is gone, restarts in between or not', async () => {
  const clock = new VirtualClock(nowMs);
  const journal = createMemoryJournal();
  const open = () => openLedger({ journal, readModelPath: ':memory:', clock });
  let ledger = await open();
  const week = known(weekAhead(weeksOf({ busy: 3 }), consumer, nowMs, settings));
  const worse = (factor: number): WeekAhead => ({
    ...week,
    days: week.days.map((day) => ({
      ...day,
      shortage: { ...day.shortage, upper: day.shortage.upper * factor },
    })),
  });
  const told: string[] = [];
  const look = async (answer: WeekAhead) => {
    const unsubscribe = ledger.subscribe((events) => {
      for (const event of events)
        if (event.kind === 'capacity.shortage_ahead' || event.kind === 'capacity.shortage_over')
          told.push(event.data.says);
    });
    await lookAhead({ clock, ledger, ask: () => answer }, consumer);
    unsubscribe();
  };
  await look(week);
  await look(week);
  // The next governor, on the same journal.
  ledger = await open();
  await look(worse(1.05));
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^consumer@eu-1 may need to carry [\d.]+ a second on Friday 2026-06-05 12:00 UTC.*4 replicas carry 40, and that is \d+ % more/,
  );
  await look(worse(1.3));
  expect(told).toHaveLength(2);
  const enough = { ...week, days: week.days.map((day) => ({ ...day, over: false, mayBeOver: false })) };
  await look(enough);
  await look(enough);
  expect(told).toHaveLength(3);
  expect(told[2]).toContain('is not expected on Friday 2026-06-05 any more');
  await ledger.close();
});

test('a day far ahead is told of when the look of the day before named it too, which needs no memory', async () => {
  const clock = new VirtualClock(nowMs);
  const ledger = await openLedger({ journal: createMemoryJournal(), readModelPath: ':memory:', clock });
  const week = known(weekAhead(weeksOf({ busy: 3 }), consumer, nowMs, settings));
  const asked: (number | undefined)[] = [];
  const answering = (before: WeekAhead) => (_: unknown, asOfMs?: number) => {
    asked.push(asOfMs);
    return asOfMs === undefined ? week : before;
  };
  await lookAhead({ clock, ledger, ask: answering({ ...week, shortages: [] }) }, consumer);
  expect(ledger.query.capacityTold(consumer)).toBeUndefined();
  expect(asked).toEqual([undefined, nowMs - 24 * hourMs]);
  await lookAhead({ clock, ledger, ask: answering(week) }, consumer);
  expect(ledger.query.capacityTold(consumer)?.shortage?.worstMs).toBe(Date.UTC(2026, 5, 5, 12));
  await ledger.close();
});
