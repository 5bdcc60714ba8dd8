import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReferenceBreaker, type ReferenceCall } from '../../test/reference-breaker.ts';
import { ManualClock } from '../manual-clock.ts';
import { CircuitBreaker } from './breaker.ts';
import type { Admission } from './phase.ts';
import { type BreakerSettings, resolveBreakerSettings } from './settings.ts';

type Step =
  | { readonly do: 'start' }
  | { readonly do: 'finish'; readonly which: number; readonly outcome: 'good' | 'bad' | 'nothing' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'isolate' | 'release'; readonly holder: string }
  | { readonly do: 'reset' };

const outcome = fc.constantFrom('good', 'bad', 'nothing');
const holder = fc.constantFrom('code', 'settings');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 50, arbitrary: fc.record({ do: fc.constant('start' as const) }) },
  {
    weight: 50,
    arbitrary: fc.record({ do: fc.constant('finish' as const), which: fc.nat(1_000), outcome }),
  },
  { weight: 20, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(60) }) },
  // Beyond every window, break and trial wait: nothing old may be left after it.
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 100, max: 1e9 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('isolate', 'release'), holder }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('release' as const), holder }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const) }) },
) as fc.Arbitrary<Step>;

const settings: fc.Arbitrary<Partial<BreakerSettings>> = fc.record({
  window: fc.constantFrom('time', 'count'),
  windowMs: fc.integer({ min: 10, max: 100 }),
  windowBuckets: fc.integer({ min: 1, max: 10 }),
  windowCalls: fc.integer({ min: 5, max: 20 }),
  minimumCalls: fc.integer({ min: 1, max: 5 }),
  failureRateThreshold: fc.constantFrom(0.1, 0.3, 0.5, 1),
  slowCallMs: fc.constantFrom(null, 20, 40),
  slowCallRateThreshold: fc.constantFrom(0.3, 0.5, 1),
  consecutiveFailures: fc.constantFrom(0, 0, 3),
  breakMs: fc.integer({ min: 1, max: 60 }),
  breakGrowth: fc.constantFrom(1, 2),
  maxBreakMs: fc.constant(200),
  trialsInFlight: fc.integer({ min: 1, max: 3 }),
  trialsToClose: fc.integer({ min: 1, max: 4 }),
  trialMaxWaitMs: fc.integer({ min: 1, max: 80 }),
}) as fc.Arbitrary<Partial<BreakerSettings>>;

const runs = 500;
const stepsPerRun = 200;

interface Running {
  readonly admission: Admission;
  readonly call: ReferenceCall;
  readonly startedMs: number;
}

/** Drives the breaker and the reference with the same steps and compares all that can be seen after each. */
class Race {
  readonly #clock = new ManualClock();
  readonly #breaker: CircuitBreaker;
  readonly #reference: ReferenceBreaker;
  readonly #changes: string[] = [];
  readonly #running: Running[] = [];
  readonly #slowCallMs: number | null;

  constructor(given: Partial<BreakerSettings>) {
    const resolved = resolveBreakerSettings(given);
    this.#slowCallMs = resolved.slowCallMs;
    this.#breaker = new CircuitBreaker({ name: 'model', clock: this.#clock, ...resolved });
    this.#reference = new ReferenceBreaker(resolved);
    this.#breaker.onTransition(({ from, to, atMs }) => this.#changes.push(`${from} → ${to} at ${atMs}`));
  }

  take(step: Step): void {
    const nowMs = this.#clock.nowMs();
    if (step.do === 'wait') this.#clock.advance(step.ms);
    else if (step.do === 'start') this.#start(nowMs);
    else if (step.do === 'finish') this.#finish(step, nowMs);
    else if (step.do === 'reset') {
      this.#breaker.reset();
      this.#reference.reset(nowMs);
    } else if (step.do === 'isolate') {
      this.#breaker.isolate('model', step.holder);
      this.#reference.isolate(step.holder, nowMs);
    } else {
      this.#breaker.release(step.holder);
      this.#reference.release(step.holder, nowMs);
    }
    this.#compare();
  }

  #start(nowMs: number): void {
    const admission = this.#breaker.admit(nowMs);
    const call = this.#reference.admit(nowMs);
    expect(admission !== null).toBe(call !== null);
    if (admission && call) this.#running.push({ admission, call, startedMs: nowMs });
  }

  #finish(step: Extract<Step, { do: 'finish' }>, nowMs: number): void {
    if (this.#running.length === 0) return;
    const [{ admission, call, startedMs }] = this.#running.splice(step.which % this.#running.length, 1) as [
      Running,
    ];
    const durationMs = nowMs - startedMs;
    if (step.outcome === 'good') this.#breaker.succeed(admission, nowMs, durationMs);
    else if (step.outcome === 'bad') this.#breaker.fail(admission, 'down', nowMs, durationMs);
    else this.#breaker.forget(admission, nowMs);
    const slow = this.#slowCallMs !== null && durationMs >= this.#slowCallMs;
    this.#reference.finish(call, step.outcome, nowMs, slow);
  }

  #compare(): void {
    const nowMs = this.#clock.nowMs();
    this.#reference.letTimePass(nowMs);
    expect(this.#breaker.state).toBe(this.#reference.state);
    expect(this.#breaker.window).toEqual(this.#reference.window(nowMs));
    expect(this.#changes.length).toBe(this.#reference.changes.length);
    expect(this.#changes.at(-1)).toBe(this.#reference.changes.at(-1));
  }
}

test('in 100,000 random steps of calls, results, clock jumps and manual commands, the breaker does what a slow, obvious reference does', () => {
  let steps = 0;
  fc.assert(
    fc.property(
      settings,
      fc.array(step, { minLength: stepsPerRun, maxLength: stepsPerRun }),
      (given, script) => {
        const race = new Race(given);
        for (const one of script) {
          race.take(one);
          steps++;
        }
      },
    ),
    { numRuns: runs, seed: 20_260_215 },
  );
  expect(steps).toBeGreaterThanOrEqual(100_000);
});
