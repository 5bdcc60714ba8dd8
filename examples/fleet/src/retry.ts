import { setTimeout as delay } from 'node:timers/promises';
import { type Log, messageOf } from './log.ts';

const pauseMs = 200;
const sayAgainMs = 5000;

/**
 * Tries until it works: all services of the fleet are started at once, so each one waits for those it needs.
 *
 * @param what is named in the log, at the first failure and then every five seconds
 * @throws only when the signal is aborted
 */
export async function untilItWorks<T>(
  what: string,
  log: Log,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  let saidAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() - saidAt >= sayAgainMs) {
        saidAt = performance.now();
        log('waiting', { for: what, because: messageOf(error) }, 'warn');
      }
      await delay(pauseMs, undefined, { signal });
    }
  }
}
