import type { Window } from '@ounce/core';
import type { History, SeriesRef, Span } from './history.ts';

/** One series to be filled in: where it goes, and who knows what it was. */
export interface Backfill {
  readonly of: SeriesRef;
  readonly read: (span: Span) => Promise<Window>;
}

export interface BackfillReport extends SeriesRef {
  /** Readings that were new. */
  readonly added: number;
  /** Readings that stood there already. */
  readonly known: number;
}

const dayMs = 86_400_000;

/**
 * Asks for each series a day at a time and keeps what is new. May be run again: what stands there stays. The hour that is
 * being recorded is left to the governor, which writes it whole.
 */
export async function backfill(
  history: History,
  series: readonly Backfill[],
  span: Span,
  progress: (says: string) => void = () => {},
): Promise<readonly BackfillReport[]> {
  const reports: BackfillReport[] = [];
  for (const { of, read } of series) {
    let [added, known] = [0, 0];
    for (let fromMs = span.sinceMs; fromMs < span.untilMs; fromMs += dayMs) {
      const day = { sinceMs: fromMs, untilMs: Math.min(span.untilMs, fromMs + dayMs) };
      const { timesMs, values } = await read(day);
      for (let i = 0; i < timesMs.length; i++) {
        if (history.record(of, timesMs[i]!, values[i]!)) added++;
        else known++;
      }
      history.flush();
      progress(`${of.service} ${of.series}: ${new Date(fromMs).toISOString().slice(0, 10)}`);
    }
    reports.push({ ...of, added, known });
  }
  return reports;
}
