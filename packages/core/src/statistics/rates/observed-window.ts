/** A stretch of time in ms since the epoch, end not included. */
export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** The time somebody was watching: a stretch, less the stretches in which incidents would have gone unseen. */
export interface ObservedWindow extends TimeSpan {
  readonly unobserved?: readonly TimeSpan[];
}

/** Incidents and the time in which they were counted; a rate without its exposure says nothing. */
export interface CountedExposure {
  readonly count: number;
  readonly exposureDays: number;
}

export const millisecondsPerDay = 86_400_000;
/** A mean month of the Gregorian year, 365.25 / 12: "incidents per month" means per 30.4375 days. */
export const daysPerMonth = 30.4375;

/** Days of a window in which incidents would have been seen. Overlapping unobserved spans are subtracted once. */
export function exposureDays(window: ObservedWindow): number {
  const gaps = (window.unobserved ?? [])
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, window.startMs),
      endMs: Math.min(endMs, window.endMs),
    }))
    .filter(({ startMs, endMs }) => endMs > startMs)
    .sort((a, b) => a.startMs - b.startMs);
  let unseenMs = 0;
  let reachedMs = window.startMs;
  for (const { startMs, endMs } of gaps) {
    unseenMs += Math.max(0, endMs - Math.max(startMs, reachedMs));
    reachedMs = Math.max(reachedMs, endMs);
  }
  return Math.max(0, window.endMs - window.startMs - unseenMs) / millisecondsPerDay;
}

/** Whether a moment lies in the observed part of a window. */
export function isObserved({ startMs, endMs, unobserved }: ObservedWindow, atMs: number): boolean {
  if (!(atMs >= startMs && atMs < endMs)) return false;
  if (unobserved === undefined) return true;
  for (const gap of unobserved) if (atMs >= gap.startMs && atMs < gap.endMs) return false;
  return true;
}

/** Counts the moments that lie in the observed part of a window. */
export function countIn(window: ObservedWindow, timesMs: readonly number[]): CountedExposure {
  let count = 0;
  for (const atMs of timesMs) if (isObserved(window, atMs)) count += 1;
  return { count, exposureDays: exposureDays(window) };
}

/**
 * Cuts a window into whole blocks of `blockDays`, counted forward from its start or backward from its end; the
 * remainder is left out, and so is every block that was watched for less than half of its length.
 */
export function blocksOf(
  window: ObservedWindow,
  timesMs: readonly number[],
  blockDays: number,
  from: 'start' | 'end',
): CountedExposure[] {
  const blockMs = blockDays * millisecondsPerDay;
  const blocks = Math.floor((window.endMs - window.startMs) / blockMs + 1e-9);
  const firstMs = from === 'start' ? window.startMs : window.endMs - blocks * blockMs;
  const counts = new Array<number>(Math.max(0, blocks)).fill(0);
  for (const atMs of timesMs) {
    const index = Math.floor((atMs - firstMs) / blockMs);
    if (index >= 0 && index < blocks && isObserved(window, atMs)) counts[index]! += 1;
  }
  return counts
    .map((count, index) => {
      const span = { startMs: firstMs + index * blockMs, endMs: firstMs + (index + 1) * blockMs };
      const days = window.unobserved ? exposureDays({ ...span, unobserved: window.unobserved }) : blockDays;
      return { count, exposureDays: days };
    })
    .filter((block) => block.exposureDays >= blockDays / 2);
}
