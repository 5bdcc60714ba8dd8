import type { Clock } from '../../ports/index.ts';
import type { RunningProcess } from './running-process.ts';

/**
 * SIGTERM, time to finish the work, then SIGKILL. Rejects when `letGo` aborts first: the process goes on by itself.
 *
 * @returns whether it had to be killed
 */
export async function terminate(
  running: RunningProcess,
  drainMs: number,
  clock: Clock,
  letGo: AbortSignal,
): Promise<boolean> {
  running.signal('SIGTERM');
  const waiting = new AbortController();
  const drainTime = clock
    .sleep(drainMs, AbortSignal.any([waiting.signal, letGo]))
    .then(() => 'over' as const);
  const first = await Promise.race([running.ended, drainTime]);
  if (first === 'over') running.signal('SIGKILL');
  else {
    drainTime.catch(() => {});
    waiting.abort();
  }
  return first === 'over';
}
