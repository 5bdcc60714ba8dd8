import { expect, test } from 'vitest';
import { deferred, down, errorOf, failing, settle } from '../../test/helpers.ts';
import { ManualClock } from '../manual-clock.ts';
import { CircuitBreaker } from './breaker.ts';

function make(settings = {}) {
  const clock = new ManualClock();
  const breaker = new CircuitBreaker({
    name: 'payments',
    clock,
    minimumCalls: 2,
    breakMs: 1_000,
    trialsInFlight: 2,
    trialsToClose: 2,
    trialMaxWaitMs: 500,
    ...settings,
  });
  return { clock, breaker };
}

async function open(breaker: CircuitBreaker): Promise<void> {
  for (let call = 0; call < 2; call++) await errorOf(breaker.execute(failing));
  expect(breaker.state).toBe('open');
}

test('a late success of a call that began before the circuit opened does not close it', async () => {
  const { breaker } = make();
  const late = deferred<string>();
  const slowCall = breaker.execute(() => late.promise);
  await open(breaker);
  late.resolve('at last');
  expect(await slowCall).toBe('at last');
  expect(breaker.state).toBe('open');
});

test('a late failure of a call that began before the circuit opened does not open it again from half-open', async () => {
  const { breaker, clock } = make();
  const late = deferred<string>();
  const slowCall = breaker.execute(() => late.promise);
  await open(breaker);
  clock.advance(1_000);
  await breaker.execute(async () => 'good');
  expect(breaker.state).toBe('half-open');
  late.reject(down);
  await errorOf(slowCall);
  expect(breaker.state).toBe('half-open');
  await breaker.execute(async () => 'good');
  expect(breaker.state).toBe('closed');
});

test('a late result does not count in the window of a later closed state', async () => {
  const { breaker, clock } = make();
  const late = deferred<string>();
  const slowCall = breaker.execute(() => late.promise);
  await open(breaker);
  clock.advance(1_000);
  await breaker.execute(async () => 1);
  await breaker.execute(async () => 1);
  expect(breaker.window).toEqual({ calls: 0, failures: 0, slowCalls: 0 });
  late.reject(down);
  await errorOf(slowCall);
  expect(breaker.window).toEqual({ calls: 0, failures: 0, slowCalls: 0 });
});

test('the window is empty after closing', async () => {
  const { breaker, clock } = make();
  await open(breaker);
  clock.advance(1_000);
  await breaker.execute(async () => 1);
  await breaker.execute(async () => 1);
  expect(breaker.state).toBe('closed');
  expect(breaker.window?.calls).toBe(0);
  await errorOf(breaker.execute(failing));
  expect(breaker.state).toBe('closed');
});

test('a trial that ends after its half-open state has ended decides nothing', async () => {
  const { breaker, clock } = make({ trialsInFlight: 3 });
  await open(breaker);
  clock.advance(1_000);
  const late = deferred<string>();
  const trial = breaker.execute(() => late.promise);
  await breaker.execute(async () => 1);
  await breaker.execute(async () => 1);
  expect(breaker.state).toBe('closed');
  late.reject(down);
  await errorOf(trial);
  await settle();
  expect(breaker.window).toEqual({ calls: 0, failures: 0, slowCalls: 0 });
});

test('rejected calls are not in the denominator', async () => {
  const { breaker, clock } = make({ minimumCalls: 4 });
  await breaker.execute(async () => 1);
  breaker.isolate();
  for (let call = 0; call < 50; call++) await errorOf(breaker.execute(async () => 1));
  breaker.release();
  for (let call = 0; call < 2; call++) await breaker.execute(async () => 1);
  for (let call = 0; call < 2; call++) await errorOf(breaker.execute(failing));
  expect(breaker.state).toBe('open');
  expect(clock.timers).toBe(0);
});

test('a failure rate equal to the threshold opens the circuit, and one below does not', async () => {
  const { breaker } = make({ minimumCalls: 10, failureRateThreshold: 0.3 });
  for (let call = 0; call < 8; call++) await breaker.execute(async () => 1);
  for (let call = 0; call < 2; call++) await errorOf(breaker.execute(failing));
  expect(breaker.state).toBe('closed');
  await errorOf(breaker.execute(failing));
  expect(breaker.state).toBe('closed');
  await errorOf(breaker.execute(failing));
  expect(breaker.window).toBeUndefined();
  expect(breaker.state).toBe('open');
});

test('a throwing listener changes no result and no count', async () => {
  const { breaker } = make();
  const heard: string[] = [];
  breaker.onTransition(() => {
    throw new Error('a listener of bad manners');
  });
  breaker.onTransition(({ to }) => heard.push(to));
  await open(breaker);
  expect(heard).toEqual(['open']);
});

test('synchronous throws, values that are no promise and undefined are ordinary results', async () => {
  const { breaker } = make({ minimumCalls: 10 });
  expect(await breaker.execute(() => 7)).toBe(7);
  expect(await breaker.execute(() => undefined)).toBeUndefined();
  class Thenable {
    // biome-ignore lint/suspicious/noThenProperty: that work may return such objects is what is tested.
    then(resolve: (value: string) => void): void {
      resolve('then');
    }
  }
  expect(await breaker.execute(() => new Thenable() as unknown as PromiseLike<string>)).toBe('then');
  const thrown = await errorOf(
    breaker.execute(() => {
      throw down;
    }),
  );
  expect(thrown).toBe(down);
  expect(breaker.window).toEqual({ calls: 4, failures: 1, slowCalls: 0 });
});

test('an error that does not count leaves the window alone, and a predicate that throws counts', async () => {
  const { breaker } = make({
    minimumCalls: 10,
    isFailure: (error: unknown) => (error as Error).message !== 'not found',
  });
  await errorOf(breaker.execute(async () => Promise.reject(new Error('not found'))));
  expect(breaker.window?.calls).toBe(0);
  await errorOf(breaker.execute(async () => Promise.reject(null)));
  expect(breaker.window).toEqual({ calls: 1, failures: 1, slowCalls: 0 });
});

test('a cancelled call counts as neither success nor failure', async () => {
  const { breaker } = make();
  const controller = new AbortController();
  const late = deferred<string>();
  const call = breaker.execute(() => late.promise, { signal: controller.signal });
  controller.abort(new Error('the user has left'));
  late.reject(down);
  await errorOf(call);
  expect(breaker.window?.calls).toBe(0);
});

test('a value can count as a failure', async () => {
  const { breaker } = make({ isFailureValue: (value: unknown) => value === 503 });
  expect(await breaker.execute(async () => 503)).toBe(503);
  expect(await breaker.execute(async () => 503)).toBe(503);
  expect(breaker.state).toBe('open');
});

test('failures in a row open the circuit whatever the rate and the minimum', async () => {
  const { breaker } = make({ minimumCalls: 1_000, consecutiveFailures: 3 });
  for (let call = 0; call < 50; call++) await breaker.execute(async () => 1);
  await errorOf(breaker.execute(failing));
  await errorOf(breaker.execute(failing));
  await breaker.execute(async () => 1);
  await errorOf(breaker.execute(failing));
  await errorOf(breaker.execute(failing));
  expect(breaker.state).toBe('closed');
  await errorOf(breaker.execute(failing));
  expect(breaker.state).toBe('open');
});

test('slow calls open the circuit at their own threshold, successes included', async () => {
  const { breaker, clock } = make({ minimumCalls: 4, slowCallMs: 200, slowCallRateThreshold: 0.5 });
  for (const tookMs of [10, 199, 200]) {
    await breaker.execute(() => {
      clock.advance(tookMs);
      return 1;
    });
  }
  expect(breaker.window).toEqual({ calls: 3, failures: 0, slowCalls: 1 });
  await breaker.execute(() => clock.advance(500));
  expect(breaker.state).toBe('open');
});
