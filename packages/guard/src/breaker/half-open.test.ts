import { expect, test } from 'vitest';
import { deferred, down, errorOf, failing, outcomeOf } from '../../test/helpers.ts';
import { ManualClock } from '../manual-clock.ts';
import { BreakerOpenError, IsolatedError, type Rejection } from '../rejection.ts';
import { CircuitBreaker } from './breaker.ts';

async function halfOpen(settings = {}) {
  const clock = new ManualClock();
  const breaker = new CircuitBreaker({
    name: 'payments',
    clock,
    minimumCalls: 1,
    breakMs: 1_000,
    trialsInFlight: 2,
    trialsToClose: 2,
    trialMaxWaitMs: 500,
    ...settings,
  });
  await errorOf(breaker.execute(failing));
  clock.advance(breaker.settings.breakMs);
  return { clock, breaker };
}

test('half-open lets at most N calls in flight and fails everyone else fast', async () => {
  const { breaker } = await halfOpen();
  const held = [deferred<number>(), deferred<number>()];
  const trials = held.map((one) => breaker.execute(() => one.promise));
  let called = false;
  const refused = await errorOf(
    breaker.execute(() => {
      called = true;
    }),
  );
  expect(refused).toBeInstanceOf(BreakerOpenError);
  expect(called).toBe(false);
  for (const one of held) one.resolve(1);
  await Promise.all(trials);
  expect(breaker.state).toBe('closed');
});

test('a hung trial cannot wedge half-open: after its longest wait the circuit opens', async () => {
  const { breaker, clock } = await halfOpen();
  const hung = deferred<number>();
  const trial = breaker.execute(() => hung.promise);
  clock.advance(499);
  expect(breaker.state).toBe('half-open');
  clock.advance(1);
  expect(breaker.state).toBe('open');
  clock.advance(1_000);
  await breaker.execute(async () => 1);
  await breaker.execute(async () => 1);
  expect(breaker.state).toBe('closed');
  hung.resolve(1);
  await trial;
  expect(breaker.window?.calls).toBe(0);
});

test('a break that began when a trial hung long ago is over when the next call comes', async () => {
  const { breaker, clock } = await halfOpen();
  void breaker.execute(() => new Promise(() => {}));
  clock.advance(60_000);
  expect(await breaker.execute(async () => 'through')).toBe('through');
  expect(breaker.state).toBe('half-open');
});

test('an error that does not count returns its permit and decides nothing', async () => {
  const { breaker } = await halfOpen({
    trialsInFlight: 1,
    isFailure: (error: unknown) => error === down,
  });
  for (let call = 0; call < 5; call++)
    await errorOf(breaker.execute(async () => Promise.reject(new Error('not found'))));
  expect(breaker.state).toBe('half-open');
  await breaker.execute(async () => 1);
  await breaker.execute(async () => 1);
  expect(breaker.state).toBe('closed');
});

test("a caller's abort frees a trial's permit at once", async () => {
  const { breaker } = await halfOpen({ trialsInFlight: 1 });
  const controller = new AbortController();
  const hung = deferred<number>();
  const trial = breaker.execute(() => hung.promise, { signal: controller.signal });
  expect(await errorOf(breaker.execute(async () => 1))).toBeInstanceOf(BreakerOpenError);
  controller.abort();
  expect(await breaker.execute(async () => 1)).toBe(1);
  expect(breaker.state).toBe('half-open');
  hung.reject(down);
  await errorOf(trial);
  expect(breaker.state).toBe('half-open');
});

test('one bad trial opens the circuit again, and each opening in a row may last longer, up to a bound', async () => {
  const { breaker, clock } = await halfOpen({ breakGrowth: 2, maxBreakMs: 3_000 });
  const breaks: number[] = [];
  breaker.onTransition(({ to, breakMs }) => to === 'open' && breaks.push(breakMs));
  for (let opening = 0; opening < 3; opening++) {
    await errorOf(breaker.execute(failing));
    clock.advance(breaker.retryAfterMs() ?? Number.NaN);
  }
  expect(breaks).toEqual([2_000, 3_000, 3_000]);
});

test('rejections carry retryAfterMs and the cause that broke the circuit', async () => {
  const { breaker, clock } = await halfOpen();
  await errorOf(breaker.execute(failing));
  clock.advance(400);
  const error = (await errorOf(breaker.execute(async () => 1))) as BreakerOpenError;
  expect(error).toBeInstanceOf(BreakerOpenError);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'BreakerOpenError',
    code: 'OUNCE_GUARD_BREAKER_OPEN',
    retryAfterMs: 600,
  });
  expect(error.cause).toBe(down);
  expect(error.message).toContain('payments');
});

test('rejections share a cheap constant stack', async () => {
  const { breaker } = await halfOpen();
  await errorOf(breaker.execute(failing));
  const one = (await errorOf(breaker.execute(async () => 1))) as Rejection;
  const other = (await errorOf(breaker.execute(async () => 1))) as Rejection;
  expect(one).not.toBe(other);
  expect(one.stack).toBe(other.stack);
  expect(one.stack).toContain('is open');
  expect(Object.hasOwn(one, 'stack')).toBe(false);
});

test('isolation by hand is held until released and beats every timer', async () => {
  const { breaker, clock } = await halfOpen();
  breaker.isolate('the vendor asked for quiet');
  clock.advance(10_000_000);
  const error = (await errorOf(breaker.execute(async () => 1))) as IsolatedError;
  expect(error).toBeInstanceOf(IsolatedError);
  expect(error.message).toContain('the vendor asked for quiet');
  expect(error.retryAfterMs).toBeUndefined();
  breaker.reset();
  expect(breaker.state).toBe('isolated');
  breaker.release();
  expect(breaker.state).toBe('closed');
  expect(breaker.window?.calls).toBe(0);
});

test('isolation ends when the last of its holders releases it', async () => {
  const { breaker } = await halfOpen();
  breaker.isolate('a', 'code');
  breaker.isolate('b', 'settings');
  breaker.release('code');
  expect(breaker.state).toBe('isolated');
  breaker.release('settings');
  expect(breaker.state).toBe('closed');
});

test('isolation also holds in the modes that never refuse by themselves', async () => {
  for (const mode of ['disabled', 'metrics-only'] as const) {
    const breaker = new CircuitBreaker({ name: 'payments', mode });
    breaker.isolate();
    expect(await errorOf(breaker.execute(async () => 1))).toBeInstanceOf(IsolatedError);
  }
});

test('metrics-only reports every state and refuses nobody', async () => {
  const { breaker, clock } = await halfOpen({ mode: 'metrics-only' });
  const seen: string[] = [];
  breaker.onTransition(({ to }) => seen.push(to));
  const held = Array.from({ length: 5 }, () => deferred<number>());
  const calls = held.map((one) => breaker.execute(() => one.promise));
  expect(breaker.state).toBe('half-open');
  held[0]!.reject(down);
  await errorOf(calls[0]!);
  expect(breaker.state).toBe('open');
  expect(await breaker.execute(async () => 'through')).toBe('through');
  expect(breaker.retryAfterMs()).toBe(0);
  clock.advance(1_000);
  await breaker.execute(async () => 1);
  expect(seen).toEqual(['half-open', 'open', 'half-open']);
  for (const one of held) one.resolve(1);
});

test('disabled refuses nobody and counts nothing', async () => {
  const { breaker } = await halfOpen({ mode: 'disabled' });
  for (let call = 0; call < 20; call++) await errorOf(breaker.execute(failing));
  expect(breaker.state).toBe('closed');
  expect(breaker.window?.calls).toBe(0);
});

test('switching a breaker off closes it, and switching it on again begins with an empty window', async () => {
  const { breaker } = await halfOpen();
  await errorOf(breaker.execute(failing));
  breaker.configure({ mode: 'disabled' });
  expect(await breaker.execute(async () => 1)).toBe(1);
  breaker.configure({ mode: 'enforced' });
  expect(breaker.window).toEqual({ calls: 0, failures: 0, slowCalls: 0 });
});

test('a signal that is already aborted means that the work never starts', async () => {
  const breaker = new CircuitBreaker({ name: 'payments' });
  const reason = new Error('gone');
  let called = false;
  const error = await errorOf(
    breaker.execute(
      () => {
        called = true;
      },
      { signal: AbortSignal.abort(reason) },
    ),
  );
  expect(error).toBe(reason);
  expect(called).toBe(false);
});

test('while half-open, a call that may be cancelled still waits for its work', async () => {
  const { breaker } = await halfOpen();
  const held = deferred<number>();
  const call = breaker.execute(() => held.promise, { signal: new AbortController().signal });
  expect(await outcomeOf(call)).toBe('pending');
  held.resolve(3);
  expect(await call).toBe(3);
});
