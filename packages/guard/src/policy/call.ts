import { type AbortSubscription, type AbortWatcher, watchAbort } from '../abort-fanout.ts';
import { errorCounts, valueCounts } from '../breaker/classify.ts';
import type { Admission } from '../breaker/phase.ts';
import type { Bulkhead, BulkheadPlace } from '../limits/bulkhead.ts';
import { DeadlineError, Rejection } from '../rejection.ts';
import { WheelEntry } from '../timer-wheel.ts';
import { type Attempt, attempts, discard, noPermits, type Permits } from './attempt.ts';
import type { CallOptions, PolicyCode, Work } from './context.ts';
import { Pause } from './pause.ts';
import { Pool } from './pool.ts';
import { retryPauseMs } from './retry-rules.ts';
import type { PolicyRuntime } from './runtime.ts';

/** Where the executor leaves what settles the promise that was made last. */
const made: { resolve: (result: unknown) => void } = { resolve: () => {} };
/**
 * Shared by all calls: an executor of its own would be one more closure for each. It takes no `reject` and cannot throw, so that the compiler makes
 * no such function: a call is rejected by resolving it with a `Refused`.
 */
const keepResolve = (resolve: (result: never) => void): void => {
  made.resolve = resolve as (result: unknown) => void;
};

/** What a promise that is resolved with it is rejected by. */
class Refused {
  readonly #reason: unknown;

  constructor(reason: unknown) {
    this.#reason = reason;
  }

  // biome-ignore lint/suspicious/noThenProperty: the language's way to hand a promise its rejection.
  then(_resolve: unknown, reject: (reason: unknown) => void): void {
    reject(this.#reason);
  }
}

/** What few calls need, made when it is first needed. */
interface Rare {
  subscription: AbortSubscription | null;
  pause: Pause | null;
  pauseMs: number;
  /** How often the call has waited for the breaker. */
  waits: number;
  place: BulkheadPlace | null;
  /** What the last attempt came to, kept until the next one begins. */
  held: { readonly failure: unknown; readonly isValue: boolean } | null;
}

const noWork = (): never => {
  throw new Error('a call that has ended was run again');
};
const noCode: PolicyCode = {};

/**
 * One guarded call from its beginning to the settling of its promise: the state machine in which all pieces meet. Waits in the wheel for its deadline.
 * Used again for another call once it is settled: nothing outside knows it by then. Where somebody else's code runs in the middle of a step (a
 * listener, a predicate), it may end this very call: `#resolve` tells whether the call is still the one that it was.
 */
export class Call<Value> extends WheelEntry implements AbortWatcher {
  runtime!: PolicyRuntime;
  work: Work<Value> = noWork;
  code: PolicyCode = noCode;
  beganMs = 0.5;
  deadlineMs = 0.5;
  #resolve: (result: unknown) => void = noWork;
  #retries = false;
  /** The deadline is the caller's, and shorter than the policy's own budget. */
  #cutByOuter = false;
  #attempts = 0;
  #current: Attempt | null = null;
  #rare: Rare | null = null;

  /** Begins anew, as another call, at `beganMs`, and gives the promise of its result. */
  begin(
    runtime: PolicyRuntime,
    work: Work<Value>,
    options: CallOptions,
    cutByOuter: boolean,
  ): Promise<Value> {
    const { beganMs: nowMs, deadlineMs } = this;
    this.runtime = runtime;
    this.work = work;
    this.code = options.code ?? runtime.code;
    this.#cutByOuter = cutByOuter;
    this.#retries = options.idempotent === true && runtime.settings.retry !== null;
    this.#attempts = 0;
    // Kept here alone: the call may be settled, and be another one, before this function returns.
    const promise = new Promise<Value>(keepResolve);
    this.#resolve = made.resolve;
    if (options.signal !== undefined) this.#needRare().subscription = watchAbort(options.signal, this);
    runtime.counters.inFlight++;
    if (deadlineMs !== Number.POSITIVE_INFINITY) runtime.wheel.add(this, nowMs, deadlineMs);
    this.#next(nowMs);
    return promise;
  }

  /** The call's deadline. */
  override expired(nowMs: number): void {
    const { breaker, counters } = this.runtime;
    const error = this.#deadlineError();
    const attempt = this.#leave();
    if (attempt !== null) {
      attempt.abandon(error);
      if (this.#outerIsToBlame(attempt, nowMs)) breaker.forget(attempt.admission, nowMs);
      else breaker.fail(attempt.admission, error, nowMs, nowMs - attempt.startedMs);
      counters.attemptEnded(nowMs - attempt.startedMs);
    }
    counters.ended('timeout');
    this.#finish(error, false);
  }

  callerAborted(reason: unknown): void {
    const { breaker, counters, clock } = this.runtime;
    const attempt = this.#leave();
    if (attempt !== null) {
      attempt.abandon(reason);
      breaker.forget(attempt.admission, clock.nowMs());
    }
    counters.ended('cancelled');
    this.#finish(reason, false);
  }

  attemptFulfilled(attempt: Attempt, value: unknown, nowMs: number): void {
    const { breaker, counters } = this.runtime;
    const { code } = this;
    const self = this.#resolve;
    const durationMs = nowMs - attempt.startedMs;
    this.#current = null;
    counters.attemptEnded(durationMs);
    const isFailure = code.isFailureValue !== undefined && valueCounts(code, value);
    if (isFailure) breaker.fail(attempt.admission, value, nowMs, durationMs);
    else breaker.succeed(attempt.admission, nowMs, durationMs);
    if (this.#resolve !== self) discard(code, value);
    else if (isFailure) this.#failed(value, true, nowMs);
    else {
      this.#leave();
      counters.ended('success');
      this.#finish(value, true);
    }
  }

  attemptRejected(attempt: Attempt, error: unknown, nowMs: number): void {
    const { breaker, counters } = this.runtime;
    const self = this.#resolve;
    const durationMs = nowMs - attempt.startedMs;
    this.#current = null;
    counters.attemptEnded(durationMs);
    if (errorCounts(this.code, error)) breaker.fail(attempt.admission, error, nowMs, durationMs);
    else breaker.forget(attempt.admission, nowMs);
    if (this.#resolve === self) this.#failed(error, false, nowMs);
  }

  attemptTimedOut(attempt: Attempt, error: DeadlineError, nowMs: number): void {
    const { breaker, counters } = this.runtime;
    const self = this.#resolve;
    const durationMs = nowMs - attempt.startedMs;
    this.#current = null;
    attempt.abandon(error);
    counters.attemptEnded(durationMs);
    breaker.fail(attempt.admission, error, nowMs, durationMs);
    if (this.#resolve === self) this.#failed(error, false, nowMs);
  }

  /** A place in the bulkhead's queue has become a permit. */
  granted(nowMs: number): void {
    this.#needRare().place = null;
    this.#enter(nowMs);
  }

  refused(error: Rejection): void {
    this.#needRare().place = null;
    this.#giveUp(error, false);
  }

  /** A pause is over. */
  resume(nowMs: number): void {
    this.#needRare().pause = null;
    this.#next(nowMs);
  }

  #next(nowMs: number): void {
    const { bulkhead, breaker } = this.runtime;
    if (bulkhead === null || bulkhead.tryAcquire()) this.#enter(nowMs);
    // Whoever would be refused after the queue need not stand in it.
    else if (breaker.retryAfterMs() !== 0) this.#breakerRefused(breaker.rejection(nowMs), nowMs);
    else this.#queue(bulkhead);
  }

  #queue(bulkhead: Bulkhead): void {
    const place = bulkhead.enqueue(this);
    this.#needRare().place = place;
    if (place === null) this.#giveUp(bulkhead.rejection(), false);
  }

  /** With the bulkhead's permit in hand, if there is a bulkhead. */
  #enter(nowMs: number): void {
    const { bulkhead, adaptiveLimit, breaker } = this.runtime;
    if (adaptiveLimit !== null && !adaptiveLimit.tryAcquire()) {
      bulkhead?.release();
      this.#giveUp(adaptiveLimit.rejection(), false);
      return;
    }
    const self = this.#resolve;
    const admission = breaker.admit(nowMs);
    if (admission !== null && this.#rare !== null) this.#drop(this.#rare);
    const isOver = this.#resolve !== self;
    if (admission === null || isOver) {
      bulkhead?.release();
      adaptiveLimit?.release(Number.NaN, false);
    }
    if (isOver) {
      if (admission !== null) breaker.forget(admission, nowMs);
    } else if (admission === null) {
      this.#breakerRefused(breaker.rejection(nowMs), nowMs);
    } else {
      const permits = bulkhead === null && adaptiveLimit === null ? noPermits : { bulkhead, adaptiveLimit };
      this.#attempt(admission, permits, nowMs);
    }
  }

  #attempt(admission: Admission, permits: Permits, nowMs: number): void {
    const attempt = attempts.take();
    attempt.prepare(this as Call<unknown>, ++this.#attempts, admission, permits, nowMs);
    this.#current = attempt;
    attempt.run();
  }

  /** An open circuit burns no attempt: wait for it if the deadline allows, else stop. */
  #breakerRefused(rejection: Rejection, nowMs: number): void {
    const { retry } = this.runtime.settings;
    const rare = this.#needRare();
    const waitMs = rejection.retryAfterMs;
    if (this.#retries && retry !== null && waitMs !== undefined && rare.waits++ < retry.maxAttempts) {
      // All who were refused know the same instant: spread them.
      const pauseMs = waitMs + this.runtime.random() * retry.baseDelayMs;
      if (nowMs + pauseMs < this.deadlineMs) {
        this.#sleep(pauseMs, nowMs);
        return;
      }
    }
    const { held } = rare;
    rare.held = null;
    if (held === null) this.#giveUp(rejection, false);
    else this.#giveUp(held.failure, held.isValue);
  }

  #failed(failure: unknown, isValue: boolean, nowMs: number): void {
    const { code } = this;
    const self = this.#resolve;
    const pauseMs = this.#retries ? this.#retryPause(failure, nowMs) : undefined;
    if (this.#resolve !== self) {
      if (isValue) discard(code, failure);
      return;
    }
    if (pauseMs === undefined) {
      this.#giveUp(failure, isValue);
      return;
    }
    const rare = this.#needRare();
    rare.held = { failure, isValue };
    rare.pauseMs = pauseMs;
    this.runtime.counters.retried();
    this.#sleep(pauseMs, nowMs);
  }

  /** The pause before the next attempt; `undefined` when there must be none: the rules, the deadline or the budget forbid it. */
  #retryPause(failure: unknown, nowMs: number): number | undefined {
    const { pauseMs: previousMs } = this.#needRare();
    const pauseMs = retryPauseMs(this.runtime, this.code, failure, this.#attempts, previousMs);
    if (pauseMs === undefined || nowMs + pauseMs >= this.deadlineMs) return undefined;
    return this.runtime.retryBudget.take() ? pauseMs : undefined;
  }

  #sleep(pauseMs: number, nowMs: number): void {
    const pause = new Pause(this);
    this.#needRare().pause = pause;
    this.runtime.wheel.add(pause, nowMs, nowMs + pauseMs);
  }

  #giveUp(failure: unknown, isValue: boolean): void {
    const { counters } = this.runtime;
    this.#leave();
    if (failure instanceof DeadlineError) counters.ended('timeout');
    else if (failure instanceof Rejection) counters.rejected(failure.code);
    else counters.ended('failure');
    this.#finish(failure, isValue);
  }

  /** Leaves everything that the call waits in: from now on nothing can reach it. Gives the attempt that was under way. */
  #leave(): Attempt | null {
    const { wheel, counters } = this.runtime;
    const attempt = this.#current;
    const rare = this.#rare;
    this.#current = null;
    this.#rare = null;
    counters.inFlight--;
    wheel.remove(this);
    if (rare !== null) {
      rare.subscription?.leave();
      if (rare.pause) wheel.remove(rare.pause);
      rare.place?.leave();
      this.#drop(rare);
    }
    return attempt;
  }

  /** Tells the caller, and is there for the next call. Only to be called after `#leave`, once. */
  #finish(result: unknown, isValue: boolean): void {
    const resolve = this.#resolve;
    this.#resolve = noWork;
    this.work = noWork;
    this.code = noCode;
    calls.give(this as Call<unknown>);
    resolve(isValue ? result : new Refused(result));
  }

  #drop(rare: Rare): void {
    if (rare.held?.isValue) discard(this.code, rare.held.failure);
    rare.held = null;
  }

  #needRare(): Rare {
    this.#rare ??= { subscription: null, pause: null, pauseMs: 0, waits: 0, place: null, held: null };
    return this.#rare;
  }

  /** A caller with three milliseconds left must not open a breaker, and one that is always a little short must not hide a dead dependency. */
  #outerIsToBlame(attempt: Attempt, nowMs: number): boolean {
    const { budgetMs } = this.runtime.settings;
    return this.#cutByOuter && (budgetMs === null || nowMs - attempt.startedMs < budgetMs / 2);
  }

  #deadlineError(): DeadlineError {
    const whose = this.#cutByOuter ? "the outer call's deadline" : 'its time budget';
    return new DeadlineError(`"${this.runtime.name}" did not answer within ${whose}`, undefined, undefined);
  }
}

export const calls = new Pool<Call<unknown>>(() => new Call<unknown>());
