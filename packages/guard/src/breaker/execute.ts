import { type AbortSubscription, watchAbort } from '../abort-fanout.ts';
import type { Clock } from '../clock.ts';
import { runInScope } from '../unguarded/guarded-scope.ts';
import type { CircuitBreaker } from './breaker.ts';
import { errorCounts, type FailurePredicates, valueCounts } from './classify.ts';
import type { Admission } from './phase.ts';

export interface ExecuteOptions {
  /** The caller's own cancel. Once aborted, the call counts as neither success nor failure. */
  readonly signal?: AbortSignal;
}

/** One call that is followed by itself: it is a trial, it is timed, or its caller may cancel it. */
class FollowedCall {
  readonly #breaker: CircuitBreaker;
  readonly #clock: Clock;
  readonly #predicates: FailurePredicates;
  readonly #admission: Admission;
  readonly #startedMs: number;
  #subscription: AbortSubscription | undefined;
  #decided = false;

  constructor(
    breaker: CircuitBreaker,
    clock: Clock,
    predicates: FailurePredicates,
    admission: Admission,
    startedMs: number,
  ) {
    this.#breaker = breaker;
    this.#clock = clock;
    this.#predicates = predicates;
    this.#admission = admission;
    this.#startedMs = startedMs;
  }

  watch(signal: AbortSignal): void {
    this.#subscription = watchAbort(signal, this);
  }

  callerAborted(): void {
    if (this.#decide()) this.#breaker.forget(this.#admission, this.#clock.nowMs());
  }

  value(value: unknown): void {
    if (valueCounts(this.#predicates, value)) {
      this.#failed(value);
    } else if (this.#decide()) {
      const nowMs = this.#clock.nowMs();
      this.#breaker.succeed(this.#admission, nowMs, nowMs - this.#startedMs);
    }
  }

  error(error: unknown): void {
    if (errorCounts(this.#predicates, error)) this.#failed(error);
    else this.callerAborted();
  }

  #failed(cause: unknown): void {
    if (!this.#decide()) return;
    const nowMs = this.#clock.nowMs();
    this.#breaker.fail(this.#admission, cause, nowMs, nowMs - this.#startedMs);
  }

  /** True the first time: whatever comes later no longer says anything. */
  #decide(): boolean {
    if (this.#decided) return false;
    this.#decided = true;
    this.#subscription?.leave();
    return true;
  }
}

/** The long way of `CircuitBreaker.execute`. */
export function executeFollowed<Value>(
  breaker: CircuitBreaker,
  clock: Clock,
  predicates: FailurePredicates,
  work: () => PromiseLike<Value> | Value,
  options: ExecuteOptions | undefined,
): Promise<Value> {
  const signal = options?.signal;
  if (signal?.aborted) return Promise.reject(signal.reason);
  const nowMs = clock.nowMs();
  const admission = breaker.admit(nowMs);
  if (admission === null) return Promise.reject(breaker.rejection(nowMs));
  const call = new FollowedCall(breaker, clock, predicates, admission, nowMs);
  if (signal) call.watch(signal);
  let pending: PromiseLike<Value> | Value;
  try {
    pending = runInScope === null ? work() : runInScope(work, undefined);
  } catch (error) {
    pending = Promise.reject(error);
  }
  const promise: Promise<Value> = pending instanceof Promise ? pending : Promise.resolve(pending);
  return promise.then(
    (value) => {
      call.value(value);
      return value;
    },
    (error) => {
      call.error(error);
      throw error;
    },
  );
}
