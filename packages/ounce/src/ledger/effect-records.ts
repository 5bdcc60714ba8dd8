import type {
  IncidentSource,
  IncidentType,
  PreventionReviewOutcome,
  PreventionReviewRef,
  Severity,
  TicketCount,
} from '@ounce/core';
import type { PreventionRecord } from './prevention-records.ts';
import type { Page, Paging } from './records.ts';

/** What statistics need of a real incident. */
export interface IncidentFact {
  readonly id: string;
  readonly type: IncidentType;
  readonly service: string;
  readonly severity: Severity;
  readonly startedAtMs: number;
  readonly detectedAtMs: number;
  readonly resolvedAtMs?: number;
  readonly source: IncidentSource;
  /** Of one from a history that does not say its end: when that history ends. */
  readonly openUntilMs?: number;
}

/** A governor began or ceased to watch. */
export interface GovernorRun {
  readonly seq: number;
  readonly atMs: number;
  readonly kind: 'started' | 'stopped';
  /** Empty for governors of a time before they had names. */
  readonly governor: string;
  readonly intervalsMs?: Readonly<Record<string, number>>;
}

export interface PreventionReviewRecord extends PreventionReviewRef {
  readonly seq: number;
  readonly why: string;
  readonly openedAtMs: number;
  /** All absent while it is open. */
  readonly closedAtMs?: number;
  readonly closedBy?: string;
  readonly outcome?: PreventionReviewOutcome;
  readonly closedWhy?: string;
}

export interface NotificationRecord {
  readonly notificationId: string;
  readonly channel: string;
  readonly state: 'claimed' | 'sent' | 'failed';
  readonly attempt: number;
  readonly atMs: number;
  readonly untilMs?: number;
  readonly actor: string;
  readonly why?: string;
  readonly retry: boolean;
}

export interface CompletedFilter extends Paging {
  readonly incidentType?: IncidentType;
  readonly rootCause?: string;
}

/** What effectiveness and recurrence read. All are synchronous, as in `LedgerQueries`. */
export interface EffectQueries {
  /** Every real incident, or those of a type: as many as there are, in no particular order. */
  incidentFacts(of?: { type?: IncidentType }): readonly IncidentFact[];
  incidentFact(id: string): IncidentFact | undefined;
  /** Oldest first. */
  governorRuns(): readonly GovernorRun[];
  /** Oldest first. */
  ticketCounts(): readonly TicketCount[];
  /** Those that have been completed and not retired since, the newest completion first. */
  completedPreventions(filter?: CompletedFilter): Page<PreventionRecord>;
  /** Newest first; at most 1,000. */
  preventionReviews(of?: { open?: boolean; recurrenceId?: string }): readonly PreventionReviewRecord[];
  notification(notificationId: string, channel: string): NotificationRecord | undefined;
  /** On all channels. */
  notificationsOf(notificationId: string): readonly NotificationRecord[];
}
