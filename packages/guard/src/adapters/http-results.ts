import { systemClock } from '../clock.ts';
import type { PolicyCode } from '../policy/context.ts';
import { Rejection } from '../rejection.ts';
import { parseRetryAfterMs } from '../retry/retry-after.ts';

/** Repeating one of these has the same effect as sending it once (RFC 9110, section 9.2.2). */
const idempotentMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** By its method, or because its sender has marked it with an `Idempotency-Key`. */
export function isIdempotentRequest(method: string, hasIdempotencyKey: boolean): boolean {
  return hasIdempotencyKey || idempotentMethods.has(method.toUpperCase());
}

/** The server could not do its work, or asks for less of it: 5xx, 408 and 429. */
export function isFailureStatus(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

/** Trying again may help: 408, 429, 502, 503 and 504. A 500 is more likely a bug that would only be met again. */
function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 502 && status <= 504);
}

/** What the results of `fetch` mean. */
export const fetchResults: PolicyCode = {
  isFailureValue: (value) => value instanceof Response && isFailureStatus(value.status),
  isRetryable: (failure) =>
    failure instanceof Response
      ? isRetryableStatus(failure.status)
      : !(failure instanceof Rejection) || failure.code === 'OUNCE_GUARD_DEADLINE',
  retryAfterMs: (failure) =>
    failure instanceof Response
      ? parseRetryAfterMs(
          failure.headers.get('retry-after'),
          failure.headers.get('date'),
          systemClock.wallMs(),
        )
      : undefined,
  discard: (value) => {
    if (value instanceof Response && value.body && !value.bodyUsed) value.body.cancel().catch(() => {});
  },
};
