import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deferred, down, errorOf, settle } from '../../test/helpers.ts';
import { ManualClock } from '../manual-clock.ts';
import { BulkheadFullError, ConcurrencyLimitError, RateLimitError } from '../rejection.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';
import { Bulkhead } from './bulkhead.ts';
import { RateLimiter } from './rate-limiter.ts';

test('a bulkhead never lets more than its limit in flight, and everyone gets an answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 4 }),
      fc.array(fc.boolean(), { maxLength: 40 }),
      async (maxConcurrent, maxQueue, steps) => {
        const clock = new ManualClock();
        const bulkhead = new Bulkhead({ name: 'b', clock, maxConcurrent, maxQueue });
        const running: { resolve(value: undefined): void }[] = [];
        let answered = 0;
        let asked = 0;
        for (const begins of steps) {
          if (begins) {
            asked++;
            const work = deferred<undefined>();
            bulkhead
              .execute(() => {
                running.push(work);
                return work.promise;
              })
              .catch(() => {})
              .finally(() => answered++);
          } else running.shift()?.resolve(undefined);
          await settle();
          expect(running.length).toBeLessThanOrEqual(maxConcurrent);
          expect(bulkhead.inFlight).toBe(running.length);
          expect(bulkhead.queued).toBeLessThanOrEqual(maxQueue);
        }
        while (running.length > 0) {
          running.shift()!.resolve(undefined);
          await settle();
        }
        expect(answered).toBe(asked);
        expect(bulkhead.inFlight).toBe(0);
      },
    ),
    { numRuns: 40 },
  );
});

test('a bulkhead gives its permit back after a failure, and refuses when full', async () => {
  const bulkhead = new Bulkhead({ name: 'b', maxConcurrent: 1 });
  const held = deferred<void>();
  const call = bulkhead.execute(() => held.promise);
  expect(await errorOf(bulkhead.execute(() => 1))).toBeInstanceOf(BulkheadFullError);
  held.reject(down);
  expect(await errorOf(call)).toBe(down);
  expect(await bulkhead.execute(() => 1)).toBe(1);
});

test('a bulkhead that is made wider serves its queue', async () => {
  const bulkhead = new Bulkhead({ name: 'b', maxConcurrent: 1, maxQueue: 2 });
  void bulkhead.execute(() => new Promise(() => {}));
  const queued = bulkhead.execute(() => 'served');
  bulkhead.configure({ maxConcurrent: 2 });
  expect(await queued).toBe('served');
});

test('a rate limiter never lets more through than the burst and the rate allow, and its wait is exact', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.nat(300), { maxLength: 200 }),
      (permits, burst, pauses) => {
        const limiter = new RateLimiter({
          name: 'r',
          clock: new ManualClock(),
          permits,
          perMs: 1_000,
          burst,
        });
        let nowMs = 0;
        let passed = 0;
        for (const pauseMs of pauses) {
          nowMs += pauseMs;
          const waitMs = limiter.take(nowMs);
          if (waitMs === 0) passed++;
          else {
            expect(limiter.take(nowMs + waitMs * 0.999)).toBeGreaterThan(0);
            expect(limiter.take(nowMs + waitMs)).toBe(0);
            nowMs += waitMs;
            passed++;
          }
        }
        expect(passed).toBeLessThanOrEqual(burst + (nowMs * permits) / 1_000 + 1e-6);
      },
    ),
  );
});

test('a rate limiter used alone rejects with the time to wait', async () => {
  const clock = new ManualClock();
  const limiter = new RateLimiter({ name: 'r', clock, permits: 1, perMs: 2_000, burst: 1 });
  expect(await limiter.execute(() => 'first')).toBe('first');
  const error = (await errorOf(limiter.execute(() => 'second'))) as RateLimitError;
  expect(error).toBeInstanceOf(RateLimitError);
  expect(error.retryAfterMs).toBe(2_000);
});

/** A server that works on `capacity` calls at once, `serviceMs` each, first come first served; its clients always have more to do. */
function saturate(limit: AdaptiveLimit, capacity: number, serviceMs: number, forMs: number): void {
  const waiting: number[] = [];
  let working: { cameMs: number; doneMs: number }[] = [];
  for (let nowMs = 0; nowMs < forMs; nowMs++) {
    for (const { cameMs } of working.filter(({ doneMs }) => doneMs <= nowMs))
      limit.release(nowMs - cameMs, false);
    working = working.filter(({ doneMs }) => doneMs > nowMs);
    while (limit.tryAcquire()) waiting.push(nowMs);
    while (working.length < capacity && waiting.length > 0)
      working.push({ cameMs: waiting.shift()!, doneMs: nowMs + serviceMs });
  }
}

test('the adaptive limit settles near what the server can take, from below and from above', () => {
  for (const initialLimit of [2, 60, 400]) {
    const limit = new AdaptiveLimit({ name: 'a', initialLimit, maxLimit: 1_000 });
    saturate(limit, 50, 10, 20_000);
    expect(limit.limit).toBeGreaterThan(40);
    expect(limit.limit).toBeLessThan(150);
  }
});

test('failures shrink the adaptive limit, never below its floor', async () => {
  const limit = new AdaptiveLimit({ name: 'a', initialLimit: 20, minLimit: 3 });
  for (let call = 0; call < 100; call++) await errorOf(limit.execute(() => Promise.reject(down)));
  expect(limit.limit).toBe(3);
  for (let call = 0; call < 3; call++) void limit.execute(() => new Promise(() => {}));
  expect(await errorOf(limit.execute(() => 1))).toBeInstanceOf(ConcurrencyLimitError);
});
