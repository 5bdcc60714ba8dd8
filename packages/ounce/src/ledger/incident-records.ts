import type { EventKind, HistoryImport, IncidentChanges, IncidentSource, TimeSpan } from '@ounce/core';
import type { IncidentFilter } from './records.ts';

/** A history that was read from a file, and the window that its source claims to have watched. */
export interface ImportRecord extends HistoryImport {
  readonly unwatched: readonly TimeSpan[];
  readonly seq: number;
  readonly atMs: number;
  readonly actor: string;
}

/** One event about an incident after it was opened. */
export interface IncidentStepRecord {
  readonly seq: number;
  /** When it was, as against when it was told. */
  readonly atMs: number;
  readonly kind: EventKind;
  readonly actor: string;
  readonly why: string;
  /** The source that said so; a person when absent. */
  readonly source?: IncidentSource;
  /** Of corrections only. */
  readonly changes?: IncidentChanges;
}

/** One line of what happened to an incident, or to its service while it lasted. */
export interface TimelineRecord {
  readonly seq: number;
  readonly atMs: number;
  readonly kind: EventKind;
  readonly actor: string;
  /** One sentence. */
  readonly text: string;
}

export interface TimelineAsked {
  readonly incidentId: string;
  /** How long before the start to look; one hour when absent. */
  readonly beforeMs?: number;
  /** How long after the end; half an hour when absent. */
  readonly afterMs?: number;
}

/** What is read about incidents beyond their list. All are synchronous, as in `LedgerQueries`. */
export interface IncidentQueries {
  /** The newest 1,000, oldest first; of one source or of all. */
  imports(of?: { source?: string }): readonly ImportRecord[];
  /** Oldest first; at most 1,000. */
  incidentSteps(incidentId: string): readonly IncidentStepRecord[];
  /**
   * The incident's own events and, around it, its service's actions, deploys, modes and experiments, and freezes: oldest first,
   * at most 200 of each. Empty for an incident that is not known.
   */
  timeline(asked: TimelineAsked): readonly TimelineRecord[];
  /** How many incidents a filter finds, on all pages. */
  incidentCount(filter?: IncidentFilter): number;
}
