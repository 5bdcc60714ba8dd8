/**
 * What a `Retry-After` header asks for, in ms from now: seconds or an HTTP date (RFC 9110, section 10.2.3). `undefined` when it cannot be
 * read; 0 for a date that has passed.
 *
 * @param sentDate the answer's own `Date` header: with it the wait is the difference of two readings of the server's clock, and ours may be wrong
 * @param wallMs our time of day, for answers without a `Date`
 */
export function parseRetryAfterMs(
  value: string | null | undefined,
  sentDate: string | null | undefined,
  wallMs: number,
): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const untilMs = parseHttpDate(text);
  if (untilMs === undefined) return undefined;
  const fromMs = (sentDate ? parseHttpDate(sentDate) : undefined) ?? wallMs;
  return Math.max(0, untilMs - fromMs);
}

/**
 * All three forms of an HTTP date begin with the name of a day, which nothing else that `Date.parse` would take does. The oldest form names no
 * zone and means GMT all the same.
 */
function parseHttpDate(text: string): number | undefined {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return undefined;
  const ms = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(ms) ? undefined : ms;
}
