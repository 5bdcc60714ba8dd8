import type { Clock } from '../ports/index.ts';

/**
 * Makes a call that is over after `ms` of the clock at the latest, also when whoever is called ignores its signal. Rejects
 * with what the call rejects with, with the signal's reason, or saying that nothing came.
 */
export async function bounded<T>(
  call: (signal: AbortSignal) => Promise<T>,
  ms: number,
  clock: Clock,
  signal?: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  const overdue = clock.sleep(ms, either).then(() => {
    throw new Error(`nothing came within ${ms / 1000} s`);
  });
  try {
    return await Promise.race([(async () => call(either))(), overdue]);
  } finally {
    over.abort(new Error(`it was over after ${ms / 1000} s at the latest`));
  }
}
