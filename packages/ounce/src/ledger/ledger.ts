import type { Writable } from 'node:stream';
import type { EventKind, JournalEvent, NewEvent } from '@ounce/core';
import type { Clock, Journal, JournalHead } from '../ports/index.ts';
import type { LedgerQueries } from './records.ts';
import type { Rollups } from './rollups.ts';

export interface LedgerOptions {
  readonly journal: Journal;
  /** A file (its folder is created), or `:memory:`. May be deleted at any time while no ledger has it open. */
  readonly readModelPath: string;
  /** For the durations in reports. */
  readonly clock: Clock;
  /** Things an operator should read in the log; nothing that the caller must react to. */
  readonly onNotice?: (notice: LedgerNotice) => void;
}

export interface LedgerNotice {
  readonly kind: 'rebuilt' | 'read-model-behind' | 'listener-failed';
  /** One sentence. */
  readonly says: string;
  readonly error?: unknown;
}

export interface RebuildReport {
  readonly events: number;
  readonly seq: number;
  readonly tookMs: number;
}

/** `seq` is the first event that does not fit, `says` what does not fit about it. */
export type VerifyReport =
  | { readonly kind: 'intact'; readonly head: JournalHead; readonly events: number; readonly tookMs: number }
  | { readonly kind: 'broken'; readonly seq: number; readonly says: string; readonly tookMs: number };

export interface ExportOptions {
  readonly format: 'ndjson' | 'csv';
  readonly afterSeq?: number;
  /** Every kind when absent. */
  readonly kinds?: readonly EventKind[];
}

/** Called with each batch once it is durable and visible to queries; in the order of `seq`, nothing twice. */
export type LedgerListener = (events: readonly JournalEvent[]) => void;

/** The evidence and what is read from it: a journal that is the truth, and tables made from it. */
export interface Ledger {
  /**
   * Appends to the journal and, once durable, updates the tables before it resolves: who awaits it reads their own write.
   * Rejects as `Journal.append` does; then nothing was projected.
   */
  append(events: readonly NewEvent[], options?: { expectedSeq?: number }): Promise<readonly JournalEvent[]>;
  /** Synchronous reads of the tables: microseconds to a few milliseconds. */
  readonly query: LedgerQueries;
  /** Hourly counts of what is too frequent for the journal. */
  readonly rollups: Rollups;
  /** Returns the function that ends the subscription. */
  subscribe(listener: LedgerListener): () => void;
  /** Reads what others have appended to the same journal; returns how many events were new. */
  catchUp(): Promise<number>;
  /** Makes all tables anew from the journal and swaps them in at once; appends and queries go on meanwhile. */
  rebuild(): Promise<RebuildReport>;
  /** Walks the whole hash chain. Never rejects because of what it finds. */
  verify(): Promise<VerifyReport>;
  /** Writes events in order and ends neither nor closes the stream. Returns how many. */
  exportTo(stream: Writable, options: ExportOptions): Promise<number>;
  /** Closes the tables and the journal, after what is under way. */
  close(): Promise<void>;
}
