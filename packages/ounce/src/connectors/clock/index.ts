import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from '../../ports/index.ts';

/** Node's timers hold at most 2^31 - 1 ms (24.8 days); a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

export interface SystemClockOptions {
  /** Whether a sleep keeps the process running; `false` lets it exit in the middle of a sleep. Default `true`. */
  readonly keepsProcessAlive?: boolean;
}

/** The machine's own time. */
export function systemClock({ keepsProcessAlive = true }: SystemClockOptions = {}): Clock {
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      const endsMs = performance.now() + ms;
      try {
        for (let leftMs = ms; leftMs > 0; leftMs = endsMs - performance.now()) {
          const options = { ref: keepsProcessAlive, ...(signal && { signal }) };
          await sleepFor(Math.min(Math.ceil(leftMs), longestTimerMs), undefined, options);
        }
      } catch (error) {
        // Node rejects with an AbortError that has the reason as its cause; the port promises the reason itself.
        throw signal?.aborted ? signal.reason : error;
      }
    },
  };
}
