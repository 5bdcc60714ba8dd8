import * as alfred from '@git-stunts/alfred';
import * as cockatiel from 'cockatiel';
import * as mollitia from 'mollitia';
import Opossum from 'opossum';
import { CircuitBreaker, createGuard } from '../../packages/guard/src/index.ts';
import type { OneCall } from './measure.ts';

type Work = () => Promise<number>;

/** The same protection from each library that has it, by the library's name. */
export type Candidates = Record<string, OneCall>;

const budgetMs = 100;
const forever = 600_000;

const calling =
  (policy: { execute<T>(work: () => Promise<T>): Promise<T> }, work: Work): OneCall =>
  () =>
    policy.execute(work);

const alfredBreaker = () => alfred.Policy.circuitBreaker({ threshold: 1e9, duration: forever });

const cockatielBreaker = (duration: number) =>
  cockatiel.circuitBreaker(cockatiel.handleAll, {
    halfOpenAfter: 10_000,
    breaker: new cockatiel.SamplingBreaker({ threshold: 0.99, duration, minimumRps: 0 }),
  });

const mollitiaBreaker = (slidingWindowSize: number) =>
  new mollitia.SlidingCountBreaker({
    slidingWindowSize,
    minimumNumberOfCalls: slidingWindowSize,
    failureRateThreshold: 100,
    openStateDelay: forever,
  });

function mollitiaCircuit(work: Work, modules: mollitia.Module[]): OneCall {
  const circuit = new mollitia.Circuit({ func: work, options: { modules } });
  return () => circuit.execute();
}

export function breaker(work: Work): Candidates {
  const ounce = new CircuitBreaker({ name: 'bench' });
  const theirs = cockatielBreaker(10_000);
  const opossum = new Opossum(work, { timeout: false, errorThresholdPercentage: 50 });
  return {
    bare: work,
    ounce: () => ounce.execute(work),
    cockatiel: () => theirs.execute(work),
    opossum: () => opossum.fire(),
    mollitia: mollitiaCircuit(work, [mollitiaBreaker(100)]),
    alfred: calling(alfredBreaker(), work),
  };
}

/** The slow-call rule needs to know when each call began. */
export function slowCalls(work: Work): Candidates {
  const ounce = new CircuitBreaker({ name: 'bench', slowCallMs: 1_000 });
  return { bare: work, ounce: () => ounce.execute(work) };
}

export function breakerAndTimeout(work: Work): Candidates {
  const policy = createGuard({ defaults: { budgetMs, retry: null } }).policy('bench');
  const theirs = cockatiel.wrap(
    cockatielBreaker(10_000),
    cockatiel.timeout(budgetMs, cockatiel.TimeoutStrategy.Aggressive),
  );
  const opossum = new Opossum(work, { timeout: budgetMs, errorThresholdPercentage: 50 });
  return {
    bare: work,
    ounce: () => policy.execute(work),
    cockatiel: () => theirs.execute(work),
    opossum: () => opossum.fire(),
    mollitia: mollitiaCircuit(work, [mollitiaBreaker(100), new mollitia.Timeout({ delay: budgetMs })]),
    alfred: calling(alfredBreaker().wrap(alfred.Policy.timeout(budgetMs)), work),
  };
}

/** opossum has no retry. */
export function wholeChain(work: Work): Candidates {
  const policy = createGuard().policy('bench');
  const idempotent = { idempotent: true };
  const theirs = cockatiel.wrap(
    cockatiel.retry(cockatiel.handleAll, { maxAttempts: 2, backoff: new cockatiel.ExponentialBackoff() }),
    cockatielBreaker(10_000),
    cockatiel.timeout(budgetMs, cockatiel.TimeoutStrategy.Aggressive),
  );
  return {
    bare: work,
    ounce: () => policy.execute(work, idempotent),
    cockatiel: () => theirs.execute(work),
    mollitia: mollitiaCircuit(work, [
      new mollitia.Retry({ attempts: 2 }),
      mollitiaBreaker(100),
      new mollitia.Timeout({ delay: budgetMs }),
    ]),
    alfred: calling(
      alfred.Policy.retry({ retries: 2 }).wrap(alfredBreaker()).wrap(alfred.Policy.timeout(budgetMs)),
      work,
    ),
  };
}

/** Circuits that are open; `bare` is a call that is rejected with an error that is there already. */
export async function openRejection(work: Work, failing: Work): Promise<Candidates> {
  const ounce = new CircuitBreaker({
    name: 'bench',
    consecutiveFailures: 1,
    breakMs: forever,
    maxBreakMs: forever,
  });
  const theirs = cockatiel.circuitBreaker(cockatiel.handleAll, {
    halfOpenAfter: forever,
    breaker: new cockatiel.ConsecutiveBreaker(1),
  });
  const opossum = new Opossum(failing, { timeout: false, resetTimeout: forever });
  const module = new mollitia.SlidingCountBreaker({ openStateDelay: forever });
  await module.open();
  const policy = createGuard({
    defaults: { retry: null, breaker: { consecutiveFailures: 1, breakMs: forever, maxBreakMs: forever } },
  }).policy('bench');
  const alfreds = alfred.Policy.circuitBreaker({ threshold: 1, duration: forever });
  for (const open of [ounce, theirs, policy, alfreds]) await open.execute(failing).catch(() => {});
  await opossum.fire().catch(() => {});
  return {
    bare: failing,
    ounce: () => ounce.execute(work),
    'ounce policy': () => policy.execute(work),
    cockatiel: () => theirs.execute(work),
    opossum: () => opossum.fire(),
    mollitia: mollitiaCircuit(work, [module]),
    alfred: () => alfreds.execute(work),
  };
}

/** Failing calls against a closed circuit whose window holds `calls` good ones. alfred has no window: it counts failures in a row. */
export async function fullWindow(work: Work, failing: Work, calls: number): Promise<Candidates> {
  let current = work;
  const one: Work = () => current();
  const size = Math.max(calls, 10) * 2;
  const ounceTime = new CircuitBreaker({ name: 'time', windowMs: forever, failureRateThreshold: 1 });
  const ounceCount = new CircuitBreaker({
    name: 'count',
    window: 'count',
    windowCalls: size,
    minimumCalls: size,
    failureRateThreshold: 1,
  });
  const theirs = cockatielBreaker(forever);
  const opossum = new Opossum(one, {
    timeout: false,
    rollingCountTimeout: forever,
    errorThresholdPercentage: 100,
    volumeThreshold: 1e9,
  });
  const theirWindow = mollitiaBreaker(size);
  const candidates: Candidates = {
    bare: one,
    'ounce (time)': () => ounceTime.execute(one),
    'ounce (count)': () => ounceCount.execute(one),
    cockatiel: () => theirs.execute(one),
    opossum: () => opossum.fire(),
  };
  for (const [name, candidate] of Object.entries(candidates))
    if (name !== 'bare') for (let call = 0; call < calls; call++) await candidate();
  candidates.mollitia = mollitiaCircuit(one, [theirWindow]);
  await candidates.mollitia();
  // Filled by hand: every call looks at the whole window, so filling it by calls would take hours.
  (theirWindow as unknown as { requests: object[] }).requests = Array.from({ length: calls }, () => ({
    result: 0,
  }));
  current = failing;
  return candidates;
}
