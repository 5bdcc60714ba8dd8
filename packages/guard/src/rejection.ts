/**
 * The family of the guard's own refusals. They are made by the million when a dependency is down, so they are ordinary objects with one
 * constant stack instead of native errors (which capture one each). `instanceof Error` holds; `Error.isError` does not.
 */
export class Rejection implements Error {
  declare readonly name: string;
  /** A stable word for programs: `OUNCE_GUARD_…`. */
  declare readonly code: string;
  readonly message: string;
  /** When trying again makes sense, in ms from the refusal; `undefined` when nobody can know. */
  readonly retryAfterMs: number | undefined;
  /** The failure behind the refusal, if there is one. */
  readonly cause: unknown;

  constructor(message: string, retryAfterMs: number | undefined, cause: unknown) {
    this.message = message;
    this.retryAfterMs = retryAfterMs;
    this.cause = cause;
  }

  /** The sentence and one constant frame: nothing is captured, so nothing is paid until somebody prints it. */
  get stack(): string {
    return `${this.name}: ${this.message}\n${constantFrame}`;
  }

  toString(): string {
    return `${this.name}: ${this.message}`;
  }
}
const constantFrame = '    at @ounce/guard (refused without calling; no stack is captured)';
Object.setPrototypeOf(Rejection.prototype, Error.prototype);

/** Name and code live on the prototype: a refusal carries only what differs from the next one. */
function brand(family: { readonly prototype: Rejection }, name: string, code: string): void {
  Object.defineProperties(family.prototype, { name: { value: name }, code: { value: code } });
}
brand(Rejection, 'Rejection', 'OUNCE_GUARD_REJECTION');

/** The circuit is open, or half-open with all its trial calls in flight. The work was not started. */
export class BreakerOpenError extends Rejection {}
brand(BreakerOpenError, 'BreakerOpenError', 'OUNCE_GUARD_BREAKER_OPEN');

/** The circuit is held open by hand. The work was not started, and nobody knows when it will be again. */
export class IsolatedError extends Rejection {}
brand(IsolatedError, 'IsolatedError', 'OUNCE_GUARD_ISOLATED');

/** The time budget of the call, of one attempt, or of the outer call, is used up. Also the reason of the aborted signal. */
export class DeadlineError extends Rejection {}
brand(DeadlineError, 'DeadlineError', 'OUNCE_GUARD_DEADLINE');

/** All permits are taken and the queue is full, or the wait in it took too long. */
export class BulkheadFullError extends Rejection {}
brand(BulkheadFullError, 'BulkheadFullError', 'OUNCE_GUARD_BULKHEAD_FULL');

/** The adaptive concurrency limit is reached. */
export class ConcurrencyLimitError extends Rejection {}
brand(ConcurrencyLimitError, 'ConcurrencyLimitError', 'OUNCE_GUARD_CONCURRENCY_LIMIT');

/** The rate limit is reached. To be answered with status 429 and `Retry-After`. */
export class RateLimitError extends Rejection {
  readonly status = 429;

  /** Headers for the answer to the client: `Retry-After` in whole seconds, rounded up (RFC 9110, section 10.2.3). */
  get headers(): Readonly<Record<'retry-after', string>> {
    return { 'retry-after': String(Math.max(1, Math.ceil((this.retryAfterMs ?? 0) / 1000))) };
  }
}
brand(RateLimitError, 'RateLimitError', 'OUNCE_GUARD_RATE_LIMIT');

/** A setting is out of range, misspelt or of the wrong type. Thrown at once, never at call time. */
export class SettingsError extends RangeError {
  override readonly name = 'SettingsError';
  readonly code = 'OUNCE_GUARD_SETTINGS';
  /** Where the setting stands, for example `dependencies.payments.breaker.breakMs`. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path} ${problem}`);
    this.path = path;
  }
}
