import { createHash } from 'node:crypto';
import type { JournalEvent, NewEvent } from '@ounce/core';

export interface JournalHead {
  /** 0 for an empty journal. */
  readonly seq: number;
  readonly hash: string;
}

/** The hash before the first event. */
export const emptyHead: JournalHead = { seq: 0, hash: '0'.repeat(64) };

/** The truth: an append-only list of events, each hash over the one before. */
export interface Journal {
  /**
   * Appends in order and resolves when all of them are durable; none is durable when it rejects with a conflict.
   * With `expectedSeq`, rejects with `OUNCE_E_JOURNAL_CONFLICT` when the head is elsewhere.
   */
  append(events: readonly NewEvent[], options?: { expectedSeq?: number }): Promise<readonly JournalEvent[]>;
  /** Events with `seq > afterSeq`, in order. */
  read(afterSeq: number): AsyncIterable<JournalEvent>;
  head(): Promise<JournalHead>;
  close(): Promise<void>;
}

/** Gives an event its place in the chain. The hash is over the JSON text of the event's fields in a fixed order. */
export function seal(previous: JournalHead, event: NewEvent): JournalEvent {
  const seq = previous.seq + 1;
  const { atMs, actor, subject, kind, data } = event;
  const text = JSON.stringify([previous.hash, seq, atMs, actor, subject, kind, sortKeys(data)]);
  const hash = createHash('sha256').update(text).digest('hex');
  return { seq, atMs, actor, subject, kind, data, hash } as JournalEvent;
}

/** Key order is not kept by every store (PostgreSQL's jsonb sorts), so the hash must not depend on it. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  // JSON.stringify asks for it too (a Date, for one): the hash must be over what will be read back.
  if ('toJSON' in value && typeof value.toJSON === 'function') return sortKeys(value.toJSON());
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
