import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { deferred, errorOf, outcomeOf, unhandledDuring } from '../../test/helpers.ts';
import { runWithDeadline } from '../deadline/deadline.ts';
import { ManualClock } from '../manual-clock.ts';
import { DeadlineError } from '../rejection.ts';
import { Policy, type PolicyOptions } from './policy.ts';

function make(options: Partial<PolicyOptions> = {}) {
  const clock = new ManualClock(1_000);
  return { clock, policy: new Policy({ name: 'search', clock, ...options }) };
}

test('a quick operation gets 100 ms, then its caller gets a typed error', async () => {
  const { clock, policy } = make();
  const call = policy.execute(() => new Promise(() => {}));
  clock.advance(99);
  expect(await outcomeOf(call)).toBe('pending');
  clock.advance(6);
  const error = (await errorOf(call)) as DeadlineError;
  expect(error).toBeInstanceOf(DeadlineError);
  expect(error).toMatchObject({ name: 'DeadlineError', code: 'OUNCE_GUARD_DEADLINE' });
});

test('a timeout aborts only its own call, with a typed reason', async () => {
  const { clock, policy } = make();
  const signals: AbortSignal[] = [];
  const hang = (context: { signal: AbortSignal }) => {
    signals.push(context.signal);
    return new Promise(() => {});
  };
  const first = policy.execute(hang);
  clock.advance(60);
  const second = policy.execute(hang);
  clock.advance(50);
  await errorOf(first);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  expect(signals[0]!.reason).toBeInstanceOf(DeadlineError);
  expect(await outcomeOf(second)).toBe('pending');
});

test("a finished call's signal is never aborted, even when it is first read afterwards", async () => {
  const { clock, policy } = make();
  let early: AbortSignal | undefined;
  let readLater: (() => AbortSignal) | undefined;
  await policy.execute((context) => {
    early = context.signal;
  });
  await policy.execute((context) => {
    readLater = () => context.signal;
  });
  clock.advance(10_000);
  expect(early!.aborted).toBe(false);
  expect(readLater!().aborted).toBe(false);
});

test('a signal that is first read after the timeout is already aborted', async () => {
  const { clock, policy } = make();
  const late = deferred<void>();
  let seen: AbortSignal | undefined;
  const call = policy.execute(async (context) => {
    await late.promise;
    seen = context.signal;
  });
  clock.advance(110);
  await errorOf(call);
  late.resolve();
  await outcomeOf(late.promise);
  expect(seen!.aborted).toBe(true);
  expect(seen!.reason).toBeInstanceOf(DeadlineError);
});

test("a caller's cancel is reported with the caller's own reason, is not a timeout and not a failure", async () => {
  const { policy } = make();
  const controller = new AbortController();
  const reason = { why: 'the user has left' };
  let inner: AbortSignal | undefined;
  const call = policy.execute(
    (context) => {
      inner = context.signal;
      return new Promise(() => {});
    },
    { signal: controller.signal },
  );
  controller.abort(reason);
  expect(await errorOf(call)).toBe(reason);
  expect(inner!.reason).toBe(reason);
  expect(policy.counters.outcomes).toMatchObject({ cancelled: 1, timeout: 0, failure: 0 });
  expect(policy.breaker.window?.calls).toBe(0);
});

test('an already aborted signal means that the work never starts', async () => {
  const { policy } = make();
  let called = false;
  const reason = new Error('gone');
  const call = policy.execute(
    () => {
      called = true;
    },
    { signal: AbortSignal.abort(reason) },
  );
  expect(await errorOf(call)).toBe(reason);
  expect(called).toBe(false);
});

test('a late rejection after a timeout is never unhandled', async () => {
  const { clock, policy } = make();
  const late = deferred<void>();
  const unhandled = await unhandledDuring(async () => {
    const call = policy.execute(() => late.promise);
    clock.advance(110);
    await errorOf(call);
    late.reject(new Error('too late'));
  });
  expect(unhandled).toEqual([]);
});

test('nested timeouts never exceed the outer: the signal carries the deadline', async () => {
  const { clock, policy: outer } = make({ budgetMs: 80 });
  const inner = new Policy({ name: 'inner', clock, budgetMs: 5_000 });
  let innerLeftMs = Number.NaN;
  let innerCall: Promise<unknown> | undefined;
  const call = outer.execute((context) => {
    clock.advance(30);
    innerCall = inner.execute(
      (own) => {
        innerLeftMs = own.remainingMs();
        return new Promise(() => {});
      },
      { signal: context.signal },
    );
    return innerCall;
  });
  expect(innerLeftMs).toBe(50);
  clock.advance(60);
  expect(await errorOf(call)).toBeInstanceOf(DeadlineError);
  expect(await errorOf(innerCall!)).toBeInstanceOf(DeadlineError);
});

test('the budget of the request being served bounds every call in it, also after awaits', async () => {
  const { clock, policy } = make({ budgetMs: 5_000 });
  const leftMs = await runWithDeadline(clock.nowMs() + 40, async () => {
    await Promise.resolve();
    return policy.execute((context) => context.remainingMs());
  });
  expect(leftMs).toBe(40);
  expect(await policy.execute((context) => context.remainingMs())).toBe(5_000);
});

test('a call whose outer deadline has passed is not started', async () => {
  const { clock, policy } = make();
  let called = false;
  const error = await errorOf(
    runWithDeadline(clock.nowMs(), () =>
      policy.execute(() => {
        called = true;
      }),
    ),
  );
  expect(error).toBeInstanceOf(DeadlineError);
  expect(called).toBe(false);
});

test('callers with almost no time left cannot open a breaker, and those a little short of it cannot hide a dead dependency', async () => {
  const timeOut = async (outerMs: number) => {
    const { clock, policy } = make({ budgetMs: 100, breaker: { minimumCalls: 1 } });
    const call = runWithDeadline(clock.nowMs() + outerMs, () => policy.execute(() => new Promise(() => {})));
    clock.advance(200);
    await errorOf(call);
    return policy.breaker.state;
  };
  expect(await timeOut(3)).toBe('closed');
  expect(await timeOut(98)).toBe('open');
});

test('one attempt may have less time than the call, and the next attempt is made', async () => {
  const { clock, policy } = make({
    budgetMs: 1_000,
    attemptTimeoutMs: 50,
    retry: { baseDelayMs: 10 },
    random: () => 0.5,
  });
  const signals: AbortSignal[] = [];
  const call = policy.execute(
    (context) => {
      signals.push(context.signal);
      return context.attempt === 1 ? new Promise<string>(() => {}) : 'second';
    },
    { idempotent: true },
  );
  await clock.advanceAsync(80);
  expect(await call).toBe('second');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  expect(policy.breaker.window).toEqual({ calls: 2, failures: 1, slowCalls: 0 });
});

test('without a budget there is no deadline, no header and no timer', async () => {
  const { clock, policy } = make({ budgetMs: null });
  const call = policy.execute((context) => [context.remainingMs(), context.budgetHeaders()]);
  expect(await call).toEqual([Number.POSITIVE_INFINITY, {}]);
  expect(clock.timers).toBe(0);
});

test('the remaining time goes downstream in a header, rounded down', async () => {
  const { clock, policy } = make();
  const headers = await policy.execute((context) => {
    clock.advance(26.5);
    return context.budgetHeaders();
  });
  expect(headers).toEqual({ 'x-request-budget-ms': '73' });
});

test('what the work comes to after its timeout is counted nowhere and starts nothing', async () => {
  const { clock, policy } = make({ retry: { baseDelayMs: 1 } });
  const late = deferred<void>();
  let started = 0;
  const call = policy.execute(
    () => {
      started++;
      return late.promise;
    },
    { idempotent: true },
  );
  clock.advance(110);
  await errorOf(call);
  const { counters, breaker } = policy;
  const before = JSON.stringify([counters.outcomes, counters.inFlight, breaker.window]);
  late.reject(new Error('too late'));
  await clock.advanceAsync(100);
  expect(JSON.stringify([counters.outcomes, counters.inFlight, breaker.window])).toBe(before);
  expect(started).toBe(1);
});

test("a caller's abort frees a trial's permit at once, also in a whole chain", async () => {
  const { clock, policy } = make({ retry: null, breaker: { minimumCalls: 1, trialsInFlight: 1 } });
  await errorOf(policy.execute(() => Promise.reject(new Error('down'))));
  clock.advance(10_000);
  const controller = new AbortController();
  const trial = policy.execute(() => new Promise(() => {}), { signal: controller.signal });
  expect(policy.breaker.retryAfterMs()).toBeGreaterThan(0);
  controller.abort('gone');
  expect(policy.breaker.retryAfterMs()).toBe(0);
  expect(await errorOf(trial)).toBe('gone');
});

test("a finished call no longer listens to its caller's signal", async () => {
  const { policy } = make();
  const { signal } = new AbortController();
  await policy.execute(() => 1, { signal });
  await errorOf(policy.execute(() => Promise.reject(new Error('down')), { signal }));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
