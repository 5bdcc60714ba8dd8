import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { deferred, down, errorOf, failing, outcomeOf, settle } from '../../test/helpers.ts';
import { ManualClock } from '../manual-clock.ts';
import { BreakerOpenError, DeadlineError } from '../rejection.ts';
import { Policy, type PolicyOptions } from './policy.ts';

const idempotent = { idempotent: true };

function make(options: Partial<PolicyOptions> = {}) {
  const clock = new ManualClock(1_000);
  const policy = new Policy({
    name: 'search',
    clock,
    random: () => 0.5,
    budgetMs: 10_000,
    breaker: { minimumCalls: 1_000 },
    ...options,
  });
  return { clock, policy };
}

/** Work that fails `times` times and then says how often it was called. */
function failsFirst(times: number, failure: unknown = down) {
  let calls = 0;
  return async () => {
    if (++calls <= times) throw failure;
    return calls;
  };
}

test('an idempotent call is tried again, up to maxAttempts', async () => {
  const { clock, policy } = make({ retry: { maxAttempts: 3 } });
  const good = policy.execute(failsFirst(2), idempotent);
  await clock.advanceAsync(200, 4);
  expect(await good).toBe(3);
  const bad = policy.execute(failsFirst(3), idempotent);
  await clock.advanceAsync(200, 4);
  expect(await errorOf(bad)).toBe(down);
  expect(policy.counters.retries).toBe(4);
});

test('only idempotent calls are tried again', async () => {
  const { policy } = make();
  expect(await errorOf(policy.execute(failsFirst(1)))).toBe(down);
  expect(policy.counters.retries).toBe(0);
});

test('retries are kept to a share of the traffic', async () => {
  const { clock, policy } = make({ retry: { maxAttempts: 2, budgetShare: 0.1, budgetBurst: 5 } });
  for (let call = 0; call < 200; call++) {
    const one = policy.execute(failing, idempotent);
    await clock.advanceAsync(12, 4);
    await errorOf(one);
  }
  expect(policy.counters.retries).toBeLessThanOrEqual(5 + 20);
  expect(policy.counters.retries).toBeGreaterThanOrEqual(20);
});

test('a retry is never made past the deadline', async () => {
  const { clock, policy } = make({ budgetMs: 100, retry: { baseDelayMs: 400, maxDelayMs: 400 } });
  expect(await errorOf(policy.execute(failsFirst(1), idempotent))).toBe(down);
  expect(clock.nowMs()).toBe(1_000);
});

test('Retry-After is honoured, and capped', async () => {
  const pauses: number[] = [];
  for (const askedMs of [700, 9_000]) {
    const { clock, policy } = make({ retry: { retryAfterCapMs: 2_000 } });
    const startMs = clock.nowMs();
    const call = policy.execute(failsFirst(1, { retryAfterMs: askedMs }), idempotent);
    const ended = call.then(() => pauses.push(clock.nowMs() - startMs));
    await clock.advanceAsync(3_000, 4);
    await ended;
  }
  expect(pauses[0]).toBeGreaterThanOrEqual(700);
  expect(pauses[0]).toBeLessThanOrEqual(708);
  expect(pauses[1]).toBeGreaterThanOrEqual(2_000);
  expect(pauses[1]).toBeLessThanOrEqual(2_008);
});

test('an abort during back-off settles now and never runs again', async () => {
  const { clock, policy } = make({ retry: { baseDelayMs: 1_000, maxDelayMs: 1_000 } });
  const controller = new AbortController();
  let calls = 0;
  const call = policy.execute(
    async () => {
      calls++;
      throw down;
    },
    { ...idempotent, signal: controller.signal },
  );
  await settle();
  const reason = new Error('gone');
  controller.abort(reason);
  expect(await errorOf(call)).toBe(reason);
  await clock.advanceAsync(5_000, 100);
  expect(calls).toBe(1);
  expect(clock.timers).toBe(0);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test('a retry outside an open breaker burns no attempts: it waits for the break if the deadline allows', async () => {
  const { clock, policy } = make({
    breaker: { minimumCalls: 1, breakMs: 2_000, trialsToClose: 1 },
    retry: { maxAttempts: 2, baseDelayMs: 10 },
  });
  await errorOf(policy.execute(failing));
  expect(policy.breaker.state).toBe('open');
  const attempts: number[] = [];
  const call = policy.execute(({ attempt }) => attempts.push(attempt), idempotent);
  await clock.advanceAsync(1_900, 100);
  expect(attempts).toEqual([]);
  await clock.advanceAsync(200, 4);
  expect(await call).toBe(1);
  expect(attempts).toEqual([1]);
});

test('an open breaker whose break outlasts the deadline refuses at once', async () => {
  const { policy } = make({ budgetMs: 1_000, breaker: { minimumCalls: 1, breakMs: 60_000 } });
  await errorOf(policy.execute(failing));
  expect(await errorOf(policy.execute(failsFirst(0), idempotent))).toBeInstanceOf(BreakerOpenError);
});

test("when a call's own failure opens the breaker, its caller gets that failure", async () => {
  const { clock, policy } = make({ budgetMs: 1_000, breaker: { minimumCalls: 1, breakMs: 60_000 } });
  const call = policy.execute(failing, idempotent);
  await clock.advanceAsync(50, 4);
  expect(await errorOf(call)).toBe(down);
});

test('a failing value is tried again, and the ones that nobody gets are discarded', async () => {
  const discarded: unknown[] = [];
  const { clock, policy } = make({
    isFailureValue: (value) => value === 503,
    discard: (value) => discarded.push(value),
    retry: { maxAttempts: 2 },
  });
  let calls = 0;
  const call = policy.execute(() => (++calls === 1 ? 503 : 200), idempotent);
  await clock.advanceAsync(50, 4);
  expect(await call).toBe(200);
  expect(discarded).toEqual([503]);
  const bad = policy.execute(() => 503, idempotent);
  await clock.advanceAsync(50, 4);
  expect(await bad).toBe(503);
  expect(discarded).toEqual([503, 503]);
});

test('a value that comes after the timeout is discarded', async () => {
  const discarded: unknown[] = [];
  const { clock, policy } = make({ budgetMs: 50, discard: (value) => discarded.push(value) });
  const late = deferred<string>();
  const call = policy.execute(() => late.promise);
  clock.advance(60);
  expect(await errorOf(call)).toBeInstanceOf(DeadlineError);
  late.resolve('late');
  await settle();
  expect(discarded).toEqual(['late']);
});

test('a refusal of something that the work itself calls is not tried again', async () => {
  const { policy } = make();
  const refusal = new BreakerOpenError('inner', 10, undefined);
  const call = policy.execute(failsFirst(1, refusal), idempotent);
  expect(await outcomeOf(call)).toEqual({ error: refusal });
});
