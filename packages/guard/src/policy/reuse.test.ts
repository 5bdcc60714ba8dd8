// Calls and attempts are objects that are used again: nothing of one may be seen in another.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deferred, down, errorOf, outcomeOf, settle } from '../../test/helpers.ts';
import { ManualClock } from '../manual-clock.ts';
import { DeadlineError } from '../rejection.ts';
import type { CallContext } from './context.ts';
import { Policy, type PolicyOptions } from './policy.ts';

function make(options: Partial<PolicyOptions> = {}) {
  const clock = new ManualClock(1_000);
  return { clock, policy: new Policy({ name: 'search', clock, budgetMs: 100, retry: null, ...options }) };
}

test('a context that is kept shows its own call for good, whatever the calls after it come to', async () => {
  const { clock, policy } = make();
  const kept: CallContext[] = [];
  const keep = (value: unknown) => (context: CallContext) => {
    kept.push(context);
    return value;
  };
  await policy.execute(keep('first'));
  const hung = policy.execute(keep(new Promise(() => {})));
  await policy.execute(keep('third'));
  clock.advance(110);
  expect(await errorOf(hung)).toBeInstanceOf(DeadlineError);
  await policy.execute(keep('fourth'));
  expect(kept.map(({ signal }) => signal.aborted)).toEqual([false, true, false, false]);
  expect(new Set(kept.map(({ signal }) => signal)).size).toBe(4);
  expect(kept.map((context) => context.remainingMs())).toEqual([0, 0, 0, 100]);
});

test('a promise of another make that calls its handlers twice ends its own call, once', async () => {
  const { policy } = make();
  class Stutter<Value> extends Promise<Value> {
    static override get [Symbol.species]() {
      return Promise;
    }
    // biome-ignore lint/suspicious/noThenProperty: a promise of bad manners is what this is about.
    override then(onValue: never, onError: never): never {
      const call = onValue as (value: string) => void;
      call('once');
      setImmediate(() => call('twice'));
      void onError;
      return undefined as never;
    }
  }
  expect(await policy.execute((): unknown => new Stutter<string>(() => {}))).toBe('once');
  const second = deferred<string>();
  const call = policy.execute(() => second.promise);
  await settle();
  expect(await outcomeOf(call)).toBe('pending');
  second.resolve('second');
  expect(await call).toBe('second');
  expect(policy.counters.outcomes).toMatchObject({ success: 2 });
});

test('a call that its own listener, predicate or work cancels ends once, and disturbs no other', async () => {
  let own = new AbortController();
  const cancelAnd = () => {
    own.abort('gone');
    return true;
  };
  const places: Record<string, Partial<PolicyOptions>> = {
    work: {},
    isFailure: { isFailure: cancelAnd },
    isRetryable: { retry: { maxAttempts: 3, baseDelayMs: 1 }, isRetryable: cancelAnd },
  };
  for (const [place, options] of Object.entries(places)) {
    own = new AbortController();
    const { policy, clock } = make(options);
    const work = (): Promise<never> => {
      if (place === 'work') own.abort('gone');
      return Promise.reject(down);
    };
    expect(await errorOf(policy.execute(work, { signal: own.signal, idempotent: true }))).toBe('gone');
    clock.advance(1_000);
    await settle();
    expect(policy.counters.inFlight).toBe(0);
    expect(policy.counters.outcomes).toMatchObject({ cancelled: 1, failure: 0, success: 0, timeout: 0 });
    expect(await policy.execute(() => 'other')).toBe('other');
  }
});

test('a call that is cancelled by the listener of its own transition ends once', async () => {
  const { policy, clock } = make({ breaker: { minimumCalls: 1, breakMs: 50 } });
  for (const moment of ['open', 'half-open'] as const) {
    const own = new AbortController();
    const stop = policy.breaker.onTransition(({ to }) => to === moment && own.abort('gone'));
    const call = policy.execute(() => Promise.reject(down), { signal: own.signal });
    expect(await errorOf(call)).toBe('gone');
    stop();
    clock.advance(60);
  }
  expect(policy.counters.inFlight).toBe(0);
  expect(policy.counters.outcomes).toMatchObject({ cancelled: 2, failure: 0 });
});

test('a call whose deadline aborts its caller’s own signal is a timeout, once', async () => {
  const { policy, clock } = make();
  const own = new AbortController();
  const call = policy.execute(
    (context) => {
      context.signal.addEventListener('abort', () => own.abort('gone'));
      return new Promise(() => {});
    },
    { signal: own.signal },
  );
  clock.advance(110);
  expect(await errorOf(call)).toBeInstanceOf(DeadlineError);
  expect(policy.counters).toMatchObject({ inFlight: 0, outcomes: { timeout: 1, cancelled: 0 } });
});

test('in random interleavings every call gets its own result, and nothing is left in flight', async () => {
  const kinds = fc.constantFrom('value', 'promise', 'error', 'hang', 'late', 'cancel');
  const plan = fc.array(fc.record({ kind: kinds, waitMs: fc.nat(150) }), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(plan, async (steps) => {
      const { policy, clock } = make({
        bulkhead: { maxConcurrent: 5, maxQueue: 20, maxWaitMs: 60 },
        attemptTimeoutMs: 70,
        breaker: { mode: 'disabled' },
      });
      const ends: (() => void)[] = [];
      const calls = steps.map(({ kind, waitMs }, index) => {
        const own = new AbortController();
        const work = (): unknown => {
          if (kind === 'value') return index;
          if (kind === 'error') throw index;
          if (kind === 'promise') return Promise.resolve(index);
          return new Promise((resolve) => ends.push(() => resolve(index)));
        };
        const call = policy.execute(work, { signal: own.signal });
        const settled = call.then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        );
        if (kind === 'cancel') own.abort(`cancelled ${index}`);
        if (waitMs > 100) clock.advance(waitMs);
        if (kind === 'late') for (const end of ends.splice(0)) end();
        return settled;
      });
      for (let round = 0; round < 30; round++) {
        clock.advance(100);
        await settle();
        for (const end of ends.splice(0)) end();
      }
      const results = await Promise.all(calls);
      for (const [index, result] of results.entries()) {
        if ('value' in result) expect(result.value).toBe(index);
        else if (typeof result.error === 'number') expect(result.error).toBe(index);
        else if (typeof result.error === 'string') expect(result.error).toBe(`cancelled ${index}`);
      }
      expect(policy.counters.inFlight).toBe(0);
      const { success, failure, timeout, cancelled, rejected } = policy.counters.outcomes;
      expect(success + failure + timeout + cancelled + rejected).toBe(steps.length);
      expect(policy.queued).toBe(0);
    }),
    { numRuns: 60 },
  );
});
