const firstMs = 500;
const longestMs = 60_000;

/** 408, 429 and 5xx pass; anything else stays wrong however often it is sent. */
export function canHelp(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/**
 * How long to wait after the try with this number (from 1): what the receiver asks for, else twice as long each time.
 *
 * @param retryAfter the header: seconds or an HTTP date (RFC 9110, section 10.2.3)
 */
export function waitMsAfter(attempt: number, retryAfter: string | undefined, nowMs: number): number {
  const askedMs = retryAfter === undefined ? Number.NaN : askedWaitMs(retryAfter.trim(), nowMs);
  const ownMs = firstMs * 2 ** (attempt - 1);
  return Math.min(longestMs, Number.isNaN(askedMs) ? ownMs : Math.max(0, askedMs));
}

function askedWaitMs(retryAfter: string, nowMs: number): number {
  return /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - nowMs;
}
