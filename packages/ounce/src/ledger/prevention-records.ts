import type {
  IncidentSource,
  IncidentType,
  IssueLink,
  Prevention,
  PreventionStatus,
  Priority,
  Recurrence,
  Review,
  ReviewStatus,
  RootCause,
  Target,
} from '@ounce/core';
import type { IncidentRecord, Page, Paging } from './records.ts';

export interface ReviewRecord extends Review {
  readonly createdAtMs: number;
  readonly savedAtMs: number;
  readonly savedBy: string;
  readonly finishedAtMs?: number;
}

export interface ReviewFilter extends Paging {
  readonly status?: ReviewStatus;
}

/** Severe incidents without a finished review, which should have one. */
export interface OverdueFilter {
  /** Those that were resolved, or when they are open began, before this. */
  readonly endedBeforeMs: number;
  /** From 1 to 1,000; 100 when absent. */
  readonly limit?: number;
  /** Only those of which people have not been told yet. */
  readonly untold?: boolean;
}

export interface OverdueRecord {
  readonly incident: IncidentRecord;
  /** Absent when nobody has begun one. */
  readonly reviewId?: string;
  /** When people were told. */
  readonly remindedAtMs?: number;
}

export interface PreventionChange {
  readonly seq: number;
  readonly atMs: number;
  readonly actor: string;
  readonly field: 'status' | 'target';
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
}

export interface PreventionRecord extends Prevention {
  readonly createdAtMs: number;
  readonly savedAtMs: number;
}

export interface PreventionFilter extends Paging {
  readonly status?: PreventionStatus;
  readonly priority?: Priority;
  readonly owner?: string;
  readonly rootCause?: string;
  readonly incidentType?: IncidentType;
}

export interface RoadmapFilter extends Paging {
  /** E.g. `2026-Q1`; every quarter when absent. */
  readonly quarter?: string;
}

/** A quarter that has a roadmap, and how many preventions stand in it. */
export interface RoadmapQuarter {
  readonly quarter: string;
  readonly preventions: number;
}

export interface RecurrenceRecord extends Recurrence {
  readonly seq: number;
}

export interface DeployRecord {
  readonly seq: number;
  readonly atMs: number;
  readonly service: string;
  readonly version: string;
  readonly note?: string;
}

/** What the prevention framework reads. All are synchronous, as in `LedgerQueries`. */
export interface PreventionQueries {
  incidentByExternalId(source: IncidentSource, externalId: string): IncidentRecord | undefined;
  review(id: string): ReviewRecord | undefined;
  reviewOf(incidentId: string): ReviewRecord | undefined;
  /** Newest save first. */
  reviews(filter?: ReviewFilter): Page<ReviewRecord>;
  /** Of severity 1 and 2, real and not from an imported history; the longest overdue first. */
  overdueReviews(filter: OverdueFilter): readonly OverdueRecord[];
  /** How many there are, counted up to the limit. */
  overdueCount(filter: OverdueFilter): number;
  rootCauses(of?: { incidentType?: IncidentType }): readonly RootCause[];
  rootCause(id: string): RootCause | undefined;
  targets(): readonly Target[];
  /** Of an incident type, or of `customers`. */
  target(id: string): Target | undefined;
  /** By target date (those without one last), then priority, then id. */
  preventions(filter?: PreventionFilter): Page<PreventionRecord>;
  prevention(id: string): PreventionRecord | undefined;
  /** Oldest first. */
  preventionHistory(id: string): readonly PreventionChange[];
  /** The preventions of a roadmap: by quarter, priority, target date (those without one last) and id. */
  roadmap(filter?: RoadmapFilter): Page<PreventionRecord>;
  /** Oldest first. */
  roadmapQuarters(): readonly RoadmapQuarter[];
  /** Which issues preventions are kept in step with. */
  issueLinks(): readonly IssueLink[];
  /** How the target dates of these preventions were moved, oldest first. */
  targetSlips(ids: readonly string[]): ReadonlyMap<string, readonly PreventionChange[]>;
  /** Newest first. */
  recurrences(filter?: Paging): Page<RecurrenceRecord>;
  recurrence(id: string): RecurrenceRecord | undefined;
  /** Of one service, or of all, in [since, until), oldest first; at most 1,000. */
  deploys(of: { service?: string; sinceMs: number; untilMs: number }): readonly DeployRecord[];
}
