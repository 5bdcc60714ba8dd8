import { expect, test } from 'vitest';
import { deferred, down, errorOf, failing, outcomeOf, settle } from '../../test/helpers.ts';
import { ManualClock } from '../manual-clock.ts';
import {
  BreakerOpenError,
  BulkheadFullError,
  ConcurrencyLimitError,
  DeadlineError,
  RateLimitError,
} from '../rejection.ts';
import { Policy, type PolicyOptions } from './policy.ts';

function make(options: Partial<PolicyOptions>) {
  const clock = new ManualClock(1_000);
  return { clock, policy: new Policy({ name: 'search', clock, ...options }) };
}

test('a bulkhead permit is held until the work really ends', async () => {
  const { clock, policy } = make({ bulkhead: { maxConcurrent: 1 } });
  const work = deferred<void>();
  const call = policy.execute(() => work.promise);
  clock.advance(110);
  expect(await errorOf(call)).toBeInstanceOf(DeadlineError);
  expect(await errorOf(policy.execute(() => 1))).toBeInstanceOf(BulkheadFullError);
  work.reject(down);
  await settle();
  expect(await policy.execute(() => 1)).toBe(1);
});

test('a call in the queue begins when a permit comes back, in the order of arrival', async () => {
  const { policy } = make({ bulkhead: { maxConcurrent: 1, maxQueue: 2 } });
  const first = deferred<string>();
  const order: string[] = [];
  const calls = [
    policy.execute(() => first.promise),
    policy.execute(() => order.push('second')),
    policy.execute(() => order.push('third')),
  ];
  expect(policy.queued).toBe(2);
  expect(await errorOf(policy.execute(() => 1))).toBeInstanceOf(BulkheadFullError);
  first.resolve('first');
  await Promise.all(calls);
  expect(order).toEqual(['second', 'third']);
});

test('a caller who cancels in the queue leaves it at once', async () => {
  const { policy } = make({ bulkhead: { maxConcurrent: 1, maxQueue: 1 } });
  const first = deferred<string>();
  const running = policy.execute(() => first.promise);
  const controller = new AbortController();
  let called = false;
  const queued = policy.execute(
    () => {
      called = true;
    },
    { signal: controller.signal },
  );
  controller.abort('gone');
  expect(await errorOf(queued)).toBe('gone');
  expect(policy.queued).toBe(0);
  first.resolve('first');
  await running;
  expect(called).toBe(false);
});

test('a wait in the queue ends with the deadline, and with the longest wait', async () => {
  const { clock, policy } = make({
    budgetMs: 100,
    bulkhead: { maxConcurrent: 1, maxQueue: 5, maxWaitMs: 40 },
  });
  void policy.execute(() => new Promise(() => {}), { budgetMs: 5_000 });
  const waiting = policy.execute(() => 1);
  clock.advance(50);
  expect(await errorOf(waiting)).toBeInstanceOf(BulkheadFullError);
  policy.configure({ budgetMs: 100, bulkhead: { maxConcurrent: 1, maxQueue: 5, maxWaitMs: 4_000 } });
  const patient = policy.execute(() => 1);
  clock.advance(110);
  expect(await errorOf(patient)).toBeInstanceOf(DeadlineError);
  expect(policy.queued).toBe(0);
});

test('whoever would be refused by the breaker does not stand in the queue', async () => {
  const { policy } = make({ breaker: { minimumCalls: 1 }, bulkhead: { maxConcurrent: 1, maxQueue: 5 } });
  const held = deferred<string>();
  const running = policy.execute(() => held.promise);
  policy.breaker.isolate();
  await expect(errorOf(policy.execute(() => 1))).resolves.toMatchObject({ code: 'OUNCE_GUARD_ISOLATED' });
  held.resolve('x');
  await running;
});

test('a refused call gives its bulkhead permit back', async () => {
  const { policy } = make({
    breaker: { minimumCalls: 1 },
    bulkhead: { maxConcurrent: 1 },
    adaptiveLimit: { initialLimit: 5 },
  });
  await errorOf(policy.execute(failing));
  for (let call = 0; call < 5; call++)
    expect(await errorOf(policy.execute(() => 1))).toBeInstanceOf(BreakerOpenError);
  policy.breaker.reset();
  expect(await policy.execute(() => 1)).toBe(1);
});

test('the rate limit refuses with 429 and Retry-After', async () => {
  const { clock, policy } = make({ rateLimit: { permits: 2, perMs: 10_000, burst: 2 } });
  await policy.execute(() => 1);
  await policy.execute(() => 1);
  const error = (await errorOf(policy.execute(() => 1))) as RateLimitError;
  expect(error).toBeInstanceOf(RateLimitError);
  expect(error).toMatchObject({ status: 429, retryAfterMs: 5_000, headers: { 'retry-after': '5' } });
  clock.advance(5_000);
  expect(await policy.execute(() => 1)).toBe(1);
  expect(policy.breaker.window?.calls).toBe(3);
});

test('the adaptive limit refuses above its level, and holds its permit until the work really ends', async () => {
  const { clock, policy } = make({ adaptiveLimit: { initialLimit: 1, maxLimit: 1 } });
  const held = deferred<string>();
  const call = policy.execute(() => held.promise);
  clock.advance(120);
  await errorOf(call);
  expect(await errorOf(policy.execute(() => 1))).toBeInstanceOf(ConcurrencyLimitError);
  held.resolve('late');
  await settle();
  expect(await policy.execute(() => 1)).toBe(1);
});

test('pieces that settings take away or bring mid-flight lose no permit', async () => {
  const { policy } = make({ bulkhead: { maxConcurrent: 1 } });
  const held = deferred<string>();
  const call = policy.execute(() => held.promise);
  policy.configure({ bulkhead: null });
  expect(await policy.execute(() => 'through')).toBe('through');
  policy.configure({ bulkhead: { maxConcurrent: 1 } });
  held.resolve('done');
  expect(await call).toBe('done');
  expect(await policy.execute(() => 'again')).toBe('again');
});

test('a hedged call takes the first answer and cancels the other', async () => {
  const { clock, policy } = make({ hedge: { delayMs: 20 }, retry: null });
  const signals: AbortSignal[] = [];
  const call = policy.execute(
    (context) => {
      signals.push(context.signal);
      return signals.length === 1 ? new Promise<string>(() => {}) : Promise.resolve('second copy');
    },
    { idempotent: true },
  );
  expect(await outcomeOf(call)).toBe('pending');
  clock.advance(24);
  expect(await call).toBe('second copy');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  expect(policy.breaker.window).toEqual({ calls: 1, failures: 0, slowCalls: 0 });
});
