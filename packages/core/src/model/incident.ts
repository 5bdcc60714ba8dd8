import type { IncidentType } from './incident-type.ts';
import type { ServiceRef } from './service.ts';

export const severities = [1, 2, 3, 4] as const;
/** 1 is the worst. */
export type Severity = (typeof severities)[number];

/** Who said that there is an incident. */
export const incidentSources = [
  'detection',
  'person',
  'alertmanager',
  'pagerduty',
  'event',
  'import',
] as const;
export type IncidentSource = (typeof incidentSources)[number];

/** One failure. Times are ms since the epoch; a time that has not come yet is absent. */
export interface Incident extends ServiceRef {
  readonly id: string;
  readonly type: IncidentType;
  readonly severity: Severity;
  /** Drills belong to an experiment and are never counted as real. */
  readonly drill: boolean;
  readonly experimentId?: string;
  readonly summary: string;
  readonly startedAtMs: number;
  readonly detectedAtMs: number;
  readonly acknowledgedAtMs?: number;
  readonly mitigatedAtMs?: number;
  readonly resolvedAtMs?: number;
  readonly customersAffected?: number;
  /** `detection` when absent. */
  readonly source?: IncidentSource;
  /** What its source calls it (fingerprint, number, row id): the same one is not opened twice. */
  readonly externalId?: string;
}

/** A history of incidents that was read from a file: without the window that was watched, nothing can be said about rates. */
export interface HistoryImport {
  readonly importId: string;
  /** A name that stays the same when a newer copy of the same history is read. */
  readonly source: string;
  /** The window that its source watched: since ≤ time < until. */
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Times within the window in which it did not watch. */
  readonly unwatched?: readonly { readonly startMs: number; readonly endMs: number }[];
  /** How many incidents it told of, new or known; and how many rows could not be used. */
  readonly rows: number;
  readonly rejected: number;
  /** Those that it watched, as far as it names them (at most 1,000). */
  readonly services: readonly string[];
}

/** What may be corrected after an incident was opened. Its times are corrected by naming the right ones. */
export type IncidentChanges = Partial<
  Pick<
    Incident,
    | 'type'
    | 'service'
    | 'region'
    | 'severity'
    | 'drill'
    | 'summary'
    | 'customersAffected'
    | 'startedAtMs'
    | 'detectedAtMs'
    | 'acknowledgedAtMs'
    | 'mitigatedAtMs'
    | 'resolvedAtMs'
  >
>;
