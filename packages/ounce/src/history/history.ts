import type { ServiceRef, Window } from '@ounce/core';
import type { HourSummary } from './hour-block.ts';

/** Which readings: one series of one service. */
export interface SeriesRef extends ServiceRef {
  /** A signal's name, `readyReplicas` or `desiredReplicas`. */
  readonly series: string;
}

/** since ≤ time < until. */
export interface Span {
  readonly sinceMs: number;
  readonly untilMs: number;
}

export interface Coverage extends SeriesRef {
  readonly sinceMs: number;
  /** End of the newest hour that has a reading. */
  readonly untilMs: number;
  readonly hours: number;
  readonly readings: number;
}

/** Recorded readings: as they were for some weeks, by the hour for 13 months. Never in the journal, and no journal could bring them back. */
export interface History {
  /** Takes a reading; kept in memory until `flush`. Returns false for what is not a number, or stands there already. */
  record(of: SeriesRef, atMs: number, value: number): boolean;
  /** Writes what was recorded. Throws OUNCE_E_READ_MODEL. */
  flush(): void;
  /** Oldest first; empty where there is nothing. */
  readings(of: SeriesRef, span: Span): Window;
  /** Oldest first; hours without a reading are absent. */
  hours(of: SeriesRef, span: Span): readonly HourSummary[];
  /** What there is, by service and series. */
  coverage(of?: Partial<SeriesRef>): readonly Coverage[];
  /** Forgets readings, and whole hours, that had ended by these times. */
  dropBefore(times: { readonly readingsMs: number; readonly hoursMs: number }): void;
  close(): void;
}
