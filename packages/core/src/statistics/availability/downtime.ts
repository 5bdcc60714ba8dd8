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
  let coveredMs = 0;
  let reachedMs = window.startMs;
  for (const span of inOrder(spans)) {
    const startMs = Math.max(span.startMs, reachedMs);
    const endMs = Math.min(span.endMs, window.endMs);
    if (endMs <= startMs) continue;
    coveredMs += endMs - startMs;
    reachedMs = endMs;
  }
  return coveredMs / (millisecondsPerDay / 1440);
}

/** By their start; as they are where they are in order already, as incidents mostly are. */
function inOrder(spans: readonly TimeSpan[]): readonly TimeSpan[] {
  for (let i = 1; i < spans.length; i++)
    if (spans[i]!.startMs < spans[i - 1]!.startMs) return spans.toSorted((a, b) => a.startMs - b.startMs);
  return spans;
}
