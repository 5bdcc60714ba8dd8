import { get } from 'node:http';
import type { Clock } from '../../ports/index.ts';

const timeoutMs = 1000;

/** Whether the address answers 2xx. A refusal, another answer and silence are all “no”. */
async function answersReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: timeoutMs }, (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      resolve(statusCode >= 200 && statusCode < 300);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.on('close', () => resolve(false));
  });
}

const readyEveryMs = 2000;
const startingEveryMs = { least: 50, most: 1000 };

/**
 * Looks until `signal` aborts: every few seconds at an instance that is ready; at one that is not, so often that its
 * start-up time is known to 50 ms or 1 %, whichever is more.
 */
export async function watchReadiness(
  url: string,
  clock: Clock,
  signal: AbortSignal,
  observe: (isReady: boolean) => void,
): Promise<void> {
  let notReadySinceMs = clock.monotonicMs();
  while (!signal.aborted) {
    const isReady = await answersReady(url);
    if (signal.aborted) return;
    observe(isReady);
    const nowMs = clock.monotonicMs();
    if (isReady) notReadySinceMs = nowMs;
    const share = (nowMs - notReadySinceMs) / 100;
    const startingMs = Math.min(startingEveryMs.most, Math.max(startingEveryMs.least, share));
    await clock.sleep(isReady ? readyEveryMs : startingMs, signal).catch(() => {});
  }
}
