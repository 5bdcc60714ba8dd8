import { AsyncLocalStorage } from 'node:async_hooks';

/** The instant, on the monotonic clock, at which the request that is being served must be answered. */
const ambient = new AsyncLocalStorage<number>();

/** Until when each signal that a guard has made lets its work go on. */
const bySignal = new WeakMap<AbortSignal, number>();

const never = Number.POSITIVE_INFINITY;

/** Runs `serve` so that every guarded call in it, and in what it starts, ends by `deadlineMs` at the latest. Never extends an outer deadline. */
export function runWithDeadline<Result>(deadlineMs: number, serve: () => Result): Result {
  return ambient.run(Math.min(deadlineMs, ambient.getStore() ?? never), serve);
}

/** Remembers the deadline of a guard's own signal, so that passing the signal on passes the deadline on. */
export function rememberDeadline(signal: AbortSignal, deadlineMs: number): void {
  bySignal.set(signal, deadlineMs);
}

/**
 * The earliest deadline around a call: that of the request being served and that of the signal it was given; `Infinity` when there is
 * none.
 */
export function outerDeadlineMs(signal: AbortSignal | undefined): number {
  const requestMs = ambient.getStore() ?? never;
  return signal === undefined ? requestMs : Math.min(requestMs, bySignal.get(signal) ?? never);
}
