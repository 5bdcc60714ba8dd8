import { expect, test } from 'vitest';
import { deferred, down, errorOf, failing, outcomeOf } from '../../test/helpers.ts';
import { ManualClock } from '../manual-clock.ts';
import { Fallback } from './fallback.ts';
import { hedge } from './hedge.ts';
import { StaleCache } from './stale-cache.ts';

test('the way out is fresh, then stale and marked with its age, then the default, then the failure', async () => {
  const clock = new ManualClock();
  const prices = new Fallback<number>({ clock, maxAgeMs: 1_000 });
  expect(await prices.get('a', async () => 7)).toEqual({ source: 'fresh', value: 7, ageMs: 0 });
  clock.advance(400);
  expect(await prices.get('a', failing)).toEqual({ source: 'stale', value: 7, ageMs: 400, error: down });
  clock.advance(601);
  expect(await errorOf(prices.get('a', failing))).toBe(down);
  const withDefault = new Fallback<number>({ clock, default: (key) => key.length });
  expect(await withDefault.get('abc', failing)).toEqual({ source: 'default', value: 3, error: down });
  expect(prices.used).toEqual({ fresh: 1, stale: 1, default: 0 });
  expect(prices.failed).toBe(1);
});

test("a caller's own cancel is not covered by an old value, and neither is an error that must be seen", async () => {
  const prices = new Fallback<number>({ covers: (error) => error === down });
  await prices.get('a', () => 7);
  const signal = AbortSignal.abort('gone');
  expect(await errorOf(prices.get('a', () => Promise.reject(signal.reason), signal))).toBe('gone');
  const wrong = new Error('wrong request');
  expect(await errorOf(prices.get('a', () => Promise.reject(wrong)))).toBe(wrong);
});

test('a stale cache forgets the least recently used first', () => {
  const cache = new StaleCache<number>(2);
  cache.set('a', 1, 0);
  cache.set('b', 2, 0);
  cache.get('a', 1, 10);
  cache.set('c', 3, 1);
  expect(cache.size).toBe(2);
  expect(cache.get('b', 1, 10)).toBeUndefined();
  expect(cache.get('a', 5, 10)).toEqual({ value: 1, ageMs: 5 });
});

test('a hedge sends no second copy while the first is quick', async () => {
  const clock = new ManualClock();
  let copies = 0;
  expect(await hedge(() => ++copies, { delayMs: 10, maxExtra: 1, clock })).toBe(1);
  clock.advance(100);
  expect(copies).toBe(1);
});

test('a hedge rejects only when every copy has failed', async () => {
  const clock = new ManualClock();
  const copies = [deferred<string>(), deferred<string>()];
  const call = hedge((_signal, copy) => copies[copy - 1]!.promise, { delayMs: 10, maxExtra: 1, clock });
  clock.advance(20);
  copies[0]!.reject(new Error('first'));
  expect(await outcomeOf(call)).toBe('pending');
  copies[1]!.reject(down);
  expect(await errorOf(call)).toBe(down);
});

test("a hedge ends at once with its caller's cancel, and cancels its copies", async () => {
  const controller = new AbortController();
  let seen: AbortSignal | undefined;
  const call = hedge(
    (signal) => {
      seen = signal;
      return new Promise(() => {});
    },
    { delayMs: 10, maxExtra: 1, clock: new ManualClock(), signal: controller.signal },
  );
  controller.abort('gone');
  expect(await errorOf(call)).toBe('gone');
  expect(seen!.reason).toBe('gone');
});

test('a hedge asks before each extra copy', async () => {
  const clock = new ManualClock();
  let copies = 0;
  const call = hedge(
    () => {
      copies++;
      return new Promise(() => {});
    },
    { delayMs: 10, maxExtra: 3, clock, mayStart: () => false },
  );
  clock.advance(100);
  expect(copies).toBe(1);
  expect(await outcomeOf(call)).toBe('pending');
});
