import { Rejection } from '../rejection.ts';
import { backoffMs } from '../retry/backoff.ts';
import type { PolicyCode } from './context.ts';
import type { PolicyRuntime } from './runtime.ts';

/**
 * How long to wait before the next attempt, in ms; `undefined` when there must be none.
 *
 * @param attempts how many there have been
 * @param previousMs the pause before the last attempt
 */
export function retryPauseMs(
  runtime: PolicyRuntime,
  code: PolicyCode,
  failure: unknown,
  attempts: number,
  previousMs: number,
): number | undefined {
  const { retry } = runtime.settings;
  if (retry === null || attempts >= retry.maxAttempts || !mayRetry(code, failure)) return undefined;
  const pauseMs = backoffMs(retry, attempts, previousMs, runtime.random());
  const askedMs = askedPauseMs(code, failure);
  return askedMs === undefined ? pauseMs : Math.max(pauseMs, Math.min(askedMs, retry.retryAfterCapMs));
}

function mayRetry({ isRetryable }: PolicyCode, failure: unknown): boolean {
  if (isRetryable === undefined) return !isRefusalOfAnother(failure);
  try {
    return isRetryable(failure);
  } catch {
    return false;
  }
}

/** The work itself called something guarded and was refused: trying again at once would only be refused again. */
function isRefusalOfAnother(failure: unknown): boolean {
  return failure instanceof Rejection && failure.code !== 'OUNCE_GUARD_DEADLINE';
}

function askedPauseMs({ retryAfterMs }: PolicyCode, failure: unknown): number | undefined {
  let askedMs: unknown;
  try {
    askedMs = retryAfterMs
      ? retryAfterMs(failure)
      : (failure as { retryAfterMs?: unknown } | null)?.retryAfterMs;
  } catch {
    return undefined;
  }
  return typeof askedMs === 'number' && askedMs >= 0 ? askedMs : undefined;
}
