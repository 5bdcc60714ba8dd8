import { exposureDays, isObserved } from '@ounce/core';
import type { IncidentFact } from '../../ledger/index.ts';
import type { MonthView } from './views.ts';
import { observedWindow, type WatchedTime } from './watched-time.ts';

const mostMonths = 36;

/** Of incidents in the order of their start. Calendar months (UTC) from the first watched one, at most the newest 36; a month nobody watched has no count of 0, but no days. */
export function monthsOf(
  incidents: readonly IncidentFact[],
  watched: Pick<WatchedTime, 'spans'>,
  nowMs: number,
): MonthView[] {
  const first = watched.spans[0]?.startMs;
  if (first === undefined) return [];
  const months = monthStarts(first, nowMs).slice(-mostMonths);
  const counts = months.map(() => ({ count: 0, severe: 0 }));
  const window = observedWindow(watched, first, nowMs + 1);
  let index = 0;
  for (const { startedAtMs, severity } of incidents) {
    while (index < months.length && months[index]![1] <= startedAtMs) index += 1;
    const tally = counts[index];
    if (!tally || startedAtMs < months[index]![0] || !isObserved(window, startedAtMs)) continue;
    tally.count += 1;
    if (severity <= 2) tally.severe += 1;
  }
  return months.map(([startMs, endMs], i) => ({
    month: monthOf(startMs),
    ...counts[i]!,
    watchedDays: exposureDays(observedWindow(watched, startMs, Math.min(endMs, nowMs))),
  }));
}

/** Start and end of each calendar month (UTC) that the stretch touches. */
export function monthStarts(sinceMs: number, untilMs: number): [number, number][] {
  const since = new Date(sinceMs);
  const months: [number, number][] = [];
  for (let month = since.getUTCMonth(); ; month++) {
    const startMs = Date.UTC(since.getUTCFullYear(), month, 1);
    if (startMs >= untilMs) return months;
    months.push([startMs, Date.UTC(since.getUTCFullYear(), month + 1, 1)]);
  }
}

function monthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}
