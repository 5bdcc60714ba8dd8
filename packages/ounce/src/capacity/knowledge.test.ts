import { expect, test } from 'vitest';
import { capacitySettings } from '../config/capacity-settings.ts';
import { checkConfig } from '../config/check.ts';
import { openHistory } from '../history/index.ts';
import { backtest, offsetChanges, type WeekAhead, weekAhead } from './index.ts';

const hourMs = 3_600_000;
const shop = { service: 'shop', region: 'local' };
/** A Wednesday, five days before clocks in Berlin go forward. */
const nowMs = Date.UTC(2026, 2, 25);

function known(outcome: ReturnType<typeof weekAhead>): WeekAhead {
  if (outcome.kind === 'unknown') throw new Error(outcome.why);
  return outcome;
}

/** Busy from nine to ten by the clock on the wall, which is an hour behind UTC's in winter; ten replicas are never pressed. */
function weeksOf(weeks: number, at = (localHour: number) => (localHour === 9 ? 100 : 20)) {
  const history = openHistory(':memory:');
  for (let atMs = nowMs - weeks * 168 * hourMs; atMs < nowMs; atMs += hourMs / 4) {
    const wiggle = Math.sin(atMs / 1e6);
    history.record(
      { ...shop, series: 'arrivalRate' },
      atMs,
      at((new Date(atMs).getUTCHours() + 1) % 24) + wiggle,
    );
    history.record({ ...shop, series: 'readyReplicas' }, atMs, 10);
  }
  return history;
}

const settingsFrom = (more: object) => ({
  ...capacitySettings(
    checkConfig({ fleet: { name: 'x' }, services: { shop: {} }, ...more }, 'the test'),
    shop,
  ),
  effort: 'light' as const,
});

const expectedAt = (week: WeekAhead, atMs: number) =>
  week.hours.find(({ startMs }) => startMs === atMs)!.expected;

test('knows when the clocks of a zone change', () => {
  expect(offsetChanges('Europe/Berlin', Date.UTC(2026, 0, 1), Date.UTC(2026, 11, 31))).toEqual([
    { fromMs: Date.UTC(2026, 0, 1), offsetMinutes: 60 },
    { fromMs: Date.UTC(2026, 2, 29, 1), offsetMinutes: 120 },
    { fromMs: Date.UTC(2026, 9, 25, 1), offsetMinutes: 60 },
  ]);
  expect(offsetChanges('UTC', 0, 1e12)).toEqual([{ fromMs: 0, offsetMinutes: 0 }]);
});

test('the rush stays at nine by the clock on the wall when daylight saving begins', () => {
  const history = weeksOf(6);
  const [saturday, monday] = [Date.UTC(2026, 2, 28), Date.UTC(2026, 2, 30)];
  const local = known(
    weekAhead(history, shop, nowMs, settingsFrom({ capacity: { timeZone: 'Europe/Berlin' } })),
  );
  expect(expectedAt(local, saturday + 8 * hourMs)).toBeGreaterThan(80);
  expect(expectedAt(local, monday + 7 * hourMs)).toBeGreaterThan(80);
  expect(expectedAt(local, monday + 8 * hourMs)).toBeLessThan(40);
  const utc = known(weekAhead(history, shop, nowMs, settingsFrom({})));
  expect(expectedAt(utc, monday + 8 * hourMs)).toBeGreaterThan(80);
});

test('a launch of the config lifts its hours, and a holiday is like a rest day', () => {
  const history = weeksOf(6);
  const launch = {
    name: 'launch',
    from: '2026-03-27T00:00:00Z',
    to: '2026-03-28T00:00:00Z',
    expectedRatio: 3,
  };
  const plain = known(weekAhead(history, shop, nowMs, settingsFrom({})));
  const friday = Date.UTC(2026, 2, 27, 12);
  const lifted = known(weekAhead(history, shop, nowMs, settingsFrom({ capacity: { events: [launch] } })));
  expect(expectedAt(lifted, friday) / expectedAt(plain, friday)).toBeCloseTo(3, 1);
  const others = { ...launch, services: ['other'] };
  const untouched = known(
    weekAhead(
      history,
      shop,
      nowMs,
      settingsFrom({ capacity: { events: [others] }, services: { shop: {}, other: {} } }),
    ),
  );
  expect(expectedAt(untouched, friday)).toBeCloseTo(expectedAt(plain, friday), 5);
});

test('a backtest is told of the launch that was known in advance', () => {
  const from = Date.UTC(2026, 2, 20);
  const history = openHistory(':memory:');
  for (let atMs = nowMs - 6 * 168 * hourMs; atMs < nowMs; atMs += hourMs) {
    const onDay = atMs >= from && atMs < from + 24 * hourMs;
    history.record({ ...shop, series: 'arrivalRate' }, atMs, (20 + Math.sin(atMs / 1e6)) * (onDay ? 4 : 1));
  }
  const event = {
    name: 'launch',
    from: '2026-03-20T00:00:00Z',
    to: '2026-03-21T00:00:00Z',
    expectedRatio: 4,
  };
  const question = (more: object) => ({ ...settingsFrom(more), weeks: 1 });
  const [told] = backtest(history, shop, nowMs, question({ capacity: { events: [event] } }));
  const [untold] = backtest(history, shop, nowMs, question({}));
  expect(told!.mase).toBeLessThan(untold!.mase / 2);
});

test('a service of two days follows the week of those like it', () => {
  const history = openHistory(':memory:');
  const weekly = (atMs: number) => {
    const date = new Date(atMs);
    return (date.getUTCDay() % 6 === 0 ? 10 : 50) + 5 * Math.sin((date.getUTCHours() * Math.PI) / 12);
  };
  const old = ['a', 'b', 'c'].map((service) => ({ service, region: 'local' }));
  for (let atMs = nowMs - 5 * 168 * hourMs; atMs < nowMs; atMs += hourMs) {
    old.forEach(
      (of, i) => void history.record({ ...of, series: 'arrivalRate' }, atMs, (i + 1) * weekly(atMs)),
    );
    if (atMs < nowMs - 48 * hourMs) continue;
    history.record({ ...shop, series: 'arrivalRate' }, atMs, 4 * weekly(atMs));
    history.record({ ...shop, series: 'readyReplicas' }, atMs, 3);
  }
  const services = { shop: {}, a: {}, b: {}, c: {} };
  const week = known(weekAhead(history, shop, nowMs, settingsFrom({ services })));
  expect(week.models[0]!.name).toBe('shape of 3 similar services');
  const [friday, sunday] = [Date.UTC(2026, 2, 27, 12), Date.UTC(2026, 2, 29, 12)];
  expect(expectedAt(week, friday)).toBeGreaterThan(170);
  expect(expectedAt(week, sunday)).toBeLessThan(60);
  const alone = settingsFrom({ services: { ...services, shop: { capacity: { similarTo: [] } } } });
  expect(known(weekAhead(history, shop, nowMs, alone)).models[0]!.name).not.toContain('similar');
});
