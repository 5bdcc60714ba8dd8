/** What the work of a guarded call gets to know about the call. */
export interface CallContext {
  /**
   * Aborted when the attempt's time is up, or its caller cancels; never after the work has ended. Made when it is first read. Passing it to another
   * guarded call passes the deadline on too.
   */
  readonly signal: AbortSignal;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** What is left of the attempt's time, in ms; 0 when it is over, `Infinity` when it has no limit. */
  remainingMs(): number;
  /** The header that passes the remaining time on: `{ 'x-request-budget-ms': '73' }`, or nothing when there is no limit. */
  budgetHeaders(): Record<string, string>;
}

/** The work of a guarded call. A synchronous throw and a value that is no promise are ordinary results. */
export type Work<Value> = (context: CallContext) => PromiseLike<Value> | Value;

/** What the caller of one guarded call may say about it. */
export interface CallOptions {
  /** The caller's own cancel: the call is rejected with the caller's own reason, at once. */
  readonly signal?: AbortSignal | undefined;
  /** Whether doing the work twice is as good as once. Only then is it retried or hedged. Default: false. */
  readonly idempotent?: boolean;
  /** Replaces the settings' `budgetMs` for this call; the outer deadline still holds. */
  readonly budgetMs?: number | null;
  /** Replaces the policy's own judgement of results for this call: an adapter knows what its results mean. */
  readonly code?: PolicyCode;
}

/** What settings cannot say, because it takes code. All of it is optional. */
export interface PolicyCode {
  /** Whether a rejection counts against the dependency. By default all do, except an `AbortError`. */
  readonly isFailure?: ((error: unknown) => boolean) | undefined;
  /** Whether a value counts as a failure. By default none does. */
  readonly isFailureValue?: ((value: unknown) => boolean) | undefined;
  /** Whether a failure (an error, or a value for which `isFailureValue` held) may be tried again. By default all may. */
  readonly isRetryable?: ((failure: unknown) => boolean) | undefined;
  /** How long the dependency asked to be left alone, in ms. By default a number in the failure's `retryAfterMs`. */
  readonly retryAfterMs?: ((failure: unknown) => number | undefined) | undefined;
  /** Frees what a value holds that nobody is going to get, for example a response's body. */
  readonly discard?: ((value: unknown) => void) | undefined;
}
