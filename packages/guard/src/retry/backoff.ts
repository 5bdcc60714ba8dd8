import type { RetrySettings } from './settings.ts';

/**
 * The pause before the next attempt, in ms. `full`: uniform in [0, min(max, base · 2^(retry-1))]. `decorrelated`: uniform in [base, 3 · the pause before],
 * at most max. Both stay in their bounds at any number of retries.
 *
 * Source: Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015.
 *
 * @param retry 1 for the first retry
 * @param previousMs the pause before, 0 for the first retry
 * @param random uniform in [0, 1)
 */
export function backoffMs(
  settings: RetrySettings,
  retry: number,
  previousMs: number,
  random: number,
): number {
  const { baseDelayMs, maxDelayMs } = settings;
  if (settings.jitter === 'full') return random * Math.min(maxDelayMs, baseDelayMs * 2 ** (retry - 1));
  const top = Math.max(baseDelayMs, previousMs * 3);
  return Math.min(maxDelayMs, baseDelayMs + random * (top - baseDelayMs));
}
