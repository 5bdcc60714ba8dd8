import type { Cadence, Report } from '@ounce/core';
import type { PreventionChange } from './prevention-records.ts';

export interface ReportSummary {
  readonly id: string;
  readonly cadence: Cadence;
  readonly title: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly madeAtMs: number;
}

export interface PreventionChangeRecord extends PreventionChange {
  readonly preventionId: string;
  readonly title: string;
}

/** What is read for the reviews at regular times. All are synchronous. */
export interface ReportQueries {
  /** The newest period first; at most 500. */
  reports(of?: { cadence?: Cadence }): readonly ReportSummary[];
  report(id: string): Report | undefined;
  /** Of all preventions in [since, until), oldest first; at most 5,000. */
  preventionChanges(of: { sinceMs: number; untilMs: number }): readonly PreventionChangeRecord[];
}
