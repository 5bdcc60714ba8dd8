import { millisecondsPerDay, type ObservedWindow, type TimeSpan } from '../rates/observed-window.ts';

/**
 * Minutes of a window in which at least one of the spans ran: incidents at the same time are one downtime, parts
 * outside the window belong to another one, and unobserved stretches are nobody's.
 */
export function downtimeMinutes(window: ObservedWindow, spans: readonly TimeSpan[]): number {
  const gaps = window.unobserved ?? [];
  const down = unionMinutes(window, spans);
  if (gaps.length === 0) return down;
  // |down ∖ gaps| = |down ∪ gaps| − |gaps|
  return unionMinutes(window, [...spans, ...gaps]) - unionMinutes(window, gaps);
}

function unionMinutes(window: TimeSpan, spans: readonly TimeSpan[]): number {
  const inside = spans
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, window.startMs),
      endMs: Math.min(endMs, window.endMs),
    }))
    .filter(({ startMs, endMs }) => endMs > startMs)
    .sort((a, b) => a.startMs - b.startMs);
  let coveredMs = 0;
  let reachedMs = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs } of inside) {
    coveredMs += Math.max(0, endMs - Math.max(startMs, reachedMs));
    reachedMs = Math.max(reachedMs, endMs);
  }
  return coveredMs / (millisecondsPerDay / 1440);
}
