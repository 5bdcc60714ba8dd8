import type { Clock } from '../ports/index.ts';

/** Waits for a promise, but no longer than `ms`; what is late goes on by itself and must handle its own errors. */
export async function within(promise: Promise<unknown>, ms: number, clock: Clock): Promise<void> {
  const enough = new AbortController();
  const patience = clock.sleep(ms, enough.signal).catch(() => {});
  try {
    await Promise.race([promise, patience]);
  } finally {
    enough.abort();
  }
}

/**
 * Makes a call that ends after `ms` at the latest, also when whoever is called ignores its signal. Rejects with what the
 * call rejects with, with the signal's reason, or saying that there was no answer.
 */
export async function limited<T>(
  call: (signal: AbortSignal) => Promise<T>,
  ms: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const overdue = clock.sleep(ms, either).then(() => {
    throw new Error(`there was no answer within ${ms / 1000} s`);
  });
  try {
    return await Promise.race([(async () => call(either))(), overdue]);
  } finally {
    over.abort(new Error('it took too long'));
  }
}
