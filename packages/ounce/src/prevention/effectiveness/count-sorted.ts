import type { ObservedWindow } from '@ounce/core';

interface Started {
  readonly startedAtMs: number;
}

/** As `countIn`, of incidents in the order of their start and of gaps that lie apart: a few looks instead of one at each. */
export function countSorted(
  { startMs, endMs, unobserved = [] }: ObservedWindow,
  incidents: readonly Started[],
): number {
  const within = (fromMs: number, toMs: number) =>
    toMs > fromMs ? firstFrom(incidents, toMs) - firstFrom(incidents, fromMs) : 0;
  const unseen = unobserved.reduce(
    (sum, gap) => sum + within(Math.max(gap.startMs, startMs), Math.min(gap.endMs, endMs)),
    0,
  );
  return within(startMs, endMs) - unseen;
}

/** Where the first one stands that began then or later. */
export function firstFrom(incidents: readonly Started[], atMs: number): number {
  let [low, high] = [0, incidents.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (incidents[middle]!.startedAtMs < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
