import type { EventKind, JournalEvent } from '@ounce/core';
import type { Database } from '../database.ts';

/**
 * Fills tables of its own from events. It may look at nothing but the event and its own tables, so that the same journal
 * always makes the same rows.
 */
export interface Projection {
  /** Creates its tables and the indexes that it needs itself. */
  readonly tables: string;
  /** Indexes that only queries need, one statement each: made last when a journal is read as a whole. */
  readonly indexes?: readonly string[];
  readonly on: { readonly [Kind in EventKind]?: (db: Database, event: JournalEvent<Kind>) => void };
}
