import { expect, it } from 'vitest';
import { mayGiveBack, mayStay, rememberNeed, stillOrdered } from './scale-in.ts';
import type { NeedBucket } from './state.ts';
import { defaults } from './test-world.ts';

const every = 10_000;
const replicas = {
  desired: 10,
  desiredSinceMs: 0,
  raisedAtMs: 0,
  ready: 10,
  readySinceMs: 0,
  orderedTo: 10,
  dropped: null,
};
const startMs = 10_000_000;

/** Shows one need every ten seconds, and says how many may stay after the last. */
function after(needs: readonly (number | undefined)[], seen = replicas): number {
  let buckets: readonly NeedBucket[] = [];
  let nowMs = startMs;
  for (const need of needs) {
    nowMs += every;
    if (need !== undefined)
      buckets = rememberNeed(buckets, { toStay: need, standing: need }, nowMs, every, defaults);
  }
  return mayStay(buckets, seen, nowMs, every, defaults);
}

const minutes = (count: number, need: number | undefined) => Array.from({ length: count * 6 }, () => need);

it('P11: takes one step away after five minutes of lower need, not before', () => {
  expect(after(minutes(4, 3))).toBe(10);
  expect(after(minutes(6, 3))).toBe(9);
});

it('P11: a large service takes larger steps, never beyond the need', () => {
  const large = { ...replicas, desired: 100, ready: 100 };
  expect(after(minutes(6, 3), large)).toBe(90);
  expect(after(minutes(6, 95), large)).toBe(95);
});

it('P11: a need that came back now and then within the five minutes keeps the replicas', () => {
  const needs = minutes(6, 3).map((need, i) => (i % 8 === 0 ? 10 : need));
  expect(after(needs)).toBe(10);
});

it('P11: one short burst, minutes ago, does not', () => {
  expect(after([...minutes(3, 3), 10, ...minutes(3, 3)])).toBe(9);
});

it('P11: a time that was not seen is not a time of lower need', () => {
  expect(after([...minutes(2, 3), ...minutes(2, undefined), ...minutes(2, 3)])).toBe(10);
  expect(after([...minutes(1, 3), ...minutes(30, undefined), ...minutes(1, 3)])).toBe(10);
});

it('P11: waits between steps, and longer after replicas were added', () => {
  const nowMs = startMs + 6 * 60_000;
  expect(after(minutes(6, 3), { ...replicas, desiredSinceMs: nowMs - 30_000 })).toBe(10);
  expect(after(minutes(6, 3), { ...replicas, raisedAtMs: nowMs - 200_000 })).toBe(10);
});

/** Five minutes of needs, four and a half minutes after the last were added. */
function givenBack(
  needs: readonly { toStay: number; standing: number }[],
  seen: Partial<typeof replicas> = {},
): number {
  let buckets: readonly NeedBucket[] = [];
  let nowMs = startMs;
  for (const need of needs) {
    nowMs += every;
    buckets = rememberNeed(buckets, need, nowMs, every, defaults);
  }
  const raisedAtMs = nowMs - 270_000;
  const stood = { ...replicas, desired: 40, ready: 40, raisedAtMs, desiredSinceMs: raisedAtMs, ...seen };
  return mayGiveBack(buckets, stood, nowMs, every, defaults);
}

const surge = (count: number) => Array.from({ length: count }, () => ({ toStay: 40, standing: 12 }));
const calm = (count: number) => Array.from({ length: count }, () => ({ toStay: 12, standing: 12 }));

it('P22: gives back at once what a backlog had asked for, a minute after it is gone', () => {
  expect(givenBack([...surge(22), ...calm(10)])).toBe(12);
  expect(givenBack([...surge(28), ...calm(4)])).toBe(40);
});

it('P22: never below what arrivals needed at any time of the last five minutes', () => {
  const arrivals = surge(22).map((need, i) => (i === 5 ? { ...need, standing: 31 } : need));
  expect(givenBack([...arrivals, ...calm(10)])).toBe(31);
});

it('P22: not while replicas start, not twice in a minute, and not when they were added longer ago', () => {
  const over = [...surge(22), ...calm(10)];
  const nowMs = startMs + 32 * every;
  expect(givenBack(over, { ready: 39 })).toBe(40);
  expect(givenBack(over, { desiredSinceMs: nowMs - 50_000 })).toBe(40);
  expect(givenBack(over, { desiredSinceMs: nowMs - 70_000 })).toBe(12);
  expect(givenBack(over, { raisedAtMs: nowMs - 400_000 })).toBe(40);
  expect(givenBack(over.slice(16))).toBe(40);
});

it('P23: an order for more than is shown is not one for less than was ordered, while arrivals need that', () => {
  const need = (standing: number): NeedBucket => ({ startMs, most: 12, standing });
  const shown = { ...replicas, desired: 2, orderedTo: 6 };
  expect(stillOrdered([need(7), need(5)], shown)).toBe(6);
  expect(stillOrdered([need(4)], shown)).toBe(4);
  expect(stillOrdered([need(7)], { ...shown, desired: 6 })).toBe(0);
});
