import { errorCounts, valueCounts } from '../breaker/classify.ts';
import { type Admission, uncounted } from '../breaker/phase.ts';
import type { AdaptiveLimit } from '../limits/adaptive-limit.ts';
import type { Bulkhead } from '../limits/bulkhead.ts';
import { DeadlineError } from '../rejection.ts';
import { WheelEntry } from '../timer-wheel.ts';
import { runInScope } from '../unguarded/guarded-scope.ts';
import { AttemptContext } from './attempt-context.ts';
import type { Call } from './call.ts';
import type { PolicyCode } from './context.ts';
import { Pool } from './pool.ts';

/** What an attempt holds until its work has ended: the very objects it was taken from, as settings may replace them meanwhile. */
export interface Permits {
  readonly bulkhead: Bulkhead | null;
  readonly adaptiveLimit: AdaptiveLimit | null;
}

export const noPermits: Permits = { bulkhead: null, adaptiveLimit: null };

const noCode: PolicyCode = {};

/**
 * One try of a call's work, from its start to its end, however long after anybody still waits for it. Used again for another attempt when the work
 * has ended: what the work may keep is its `AttemptContext`.
 */
export class Attempt {
  admission: Admission = uncounted;
  startedMs = 0.5;
  #call: Call<unknown> | null = null;
  #context: AttemptContext | null = null;
  #code: PolicyCode = noCode;
  #permits: Permits = noPermits;
  #timer: AttemptTimer | null = null;
  /** Why nobody waits for it any more; `null` while its call does. */
  #abandoned: { readonly reason: unknown } | null = null;
  /** Made once for all the attempts that this object will be. */
  readonly #onValue = (value: unknown): void => this.#fulfilled(value);
  readonly #onError = (error: unknown): void => this.#rejected(error);

  /** Begins anew, as the attempt of another call. */
  prepare(call: Call<unknown>, attempt: number, admission: Admission, permits: Permits, nowMs: number): void {
    const { runtime, deadlineMs } = call;
    const { attemptTimeoutMs } = runtime.settings;
    this.#call = call;
    this.#code = call.code;
    this.#permits = permits;
    this.admission = admission;
    this.startedMs = nowMs;
    let dueMs = deadlineMs;
    if (attemptTimeoutMs !== null && nowMs + attemptTimeoutMs < deadlineMs) {
      dueMs = nowMs + attemptTimeoutMs;
      this.#timer = new AttemptTimer(this);
      runtime.wheel.add(this.#timer, nowMs, dueMs);
    }
    this.#context = new AttemptContext(runtime, attempt, dueMs);
  }

  run(): void {
    const { work } = this.#call!;
    const context = this.#context!;
    let pending: unknown;
    try {
      pending = runInScope === null ? work(context) : runInScope(work, context);
    } catch (error) {
      this.#rejected(error);
      return;
    }
    if (pending instanceof Promise) this.#follow(pending);
    else if (typeof (pending as { then?: unknown } | null | undefined)?.then === 'function')
      this.#follow(Promise.resolve(pending));
    else this.#fulfilled(pending);
  }

  /** Stops waiting: the signal is aborted, the work's result will be dropped, its permit stays taken until it ends. */
  abandon(reason: unknown): void {
    this.#abandoned = { reason };
    this.#leave();
    this.#context!.abandon(reason);
  }

  timedOut(nowMs: number): void {
    const call = this.#call!;
    const error = new DeadlineError(
      `Attempt ${this.#context!.attempt} of "${call.runtime.name}" took longer than its own time limit`,
      undefined,
      undefined,
    );
    call.attemptTimedOut(this, error, nowMs);
  }

  #follow(promise: Promise<unknown>): void {
    // A promise of another make may call its handlers more than once; one whose `then` is the language's own cannot.
    const once = promise.then === nativeThen ? promise : settledOnce(promise);
    nativeThen.call(once, this.#onValue, this.#onError);
  }

  #fulfilled(value: unknown): void {
    const nowMs = this.#nowMs();
    if (this.#permits !== noPermits) this.#giveBack(nowMs, valueCounts(this.#code, value));
    const call = this.#call;
    if (call === null) {
      discard(this.#code, value);
    } else {
      this.#leave();
      call.attemptFulfilled(this, value, nowMs);
    }
    this.#release();
  }

  #rejected(error: unknown): void {
    const nowMs = this.#nowMs();
    if (this.#permits !== noPermits) this.#giveBack(nowMs, errorCounts(this.#code, error));
    const call = this.#call;
    if (call !== null) {
      this.#leave();
      call.attemptRejected(this, error, nowMs);
    }
    this.#release();
  }

  #nowMs(): number {
    return this.#context!.nowMs();
  }

  /** The work has really ended: only now do its permits come back. */
  #giveBack(nowMs: number, failed: boolean): void {
    const over = this.#abandoned !== null;
    const cancelled = over && !(this.#abandoned?.reason instanceof DeadlineError);
    this.#permits.bulkhead?.release();
    this.#permits.adaptiveLimit?.release(
      cancelled ? Number.NaN : nowMs - this.startedMs,
      !cancelled && (over || failed),
    );
  }

  /** Parts with the call. */
  #leave(): void {
    const timer = this.#timer;
    if (timer !== null) {
      this.#call!.runtime.wheel.remove(timer);
      this.#timer = null;
    }
    this.#call = null;
  }

  /** Nothing refers to it any more: keeps nothing of what it was, and is there for the next. */
  #release(): void {
    this.#context = null;
    this.#code = noCode;
    this.#permits = noPermits;
    this.#abandoned = null;
    this.admission = uncounted;
    attempts.give(this);
  }
}

export const attempts = new Pool(() => new Attempt());

const nativeThen = Promise.prototype.then;

function settledOnce(promise: PromiseLike<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => promise.then(resolve, reject));
}

class AttemptTimer extends WheelEntry {
  readonly #attempt: Attempt;

  constructor(attempt: Attempt) {
    super();
    this.#attempt = attempt;
  }

  override expired(nowMs: number): void {
    this.#attempt.timedOut(nowMs);
  }
}

/** Frees a value that nobody is going to get. What goes wrong in that is nobody's either. */
export function discard(code: PolicyCode, value: unknown): void {
  try {
    code.discard?.(value);
  } catch {
    // The value is already lost to its caller; its clean-up must not turn into a second failure.
  }
}
