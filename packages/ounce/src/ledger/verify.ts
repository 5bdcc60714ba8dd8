import { isOunceError } from '@ounce/core';
import { type Clock, emptyHead, type Journal, type JournalHead, seal } from '../ports/index.ts';
import type { VerifyReport } from './ledger.ts';

type ChainReport =
  | { readonly kind: 'intact'; readonly head: JournalHead }
  | { readonly kind: 'broken'; readonly seq: number; readonly says: string };

/** Walks the whole chain of a journal. Needs no tables, so that it also works on one that no ledger can be opened on. */
export async function verifyJournal(
  journal: Journal,
  clock: Clock,
  seen: JournalHead = emptyHead,
): Promise<VerifyReport> {
  const startedMs = clock.monotonicMs();
  const report = await verifyChain(journal, seen);
  const tookMs = clock.monotonicMs() - startedMs;
  return report.kind === 'intact' ? { ...report, events: report.head.seq, tookMs } : { ...report, tookMs };
}

/**
 * Seals every event anew and compares. `seen` is a place that the tables have read: a journal that has been cut behind it, or
 * written anew with a chain that fits in itself, does not match it.
 */
async function verifyChain(journal: Journal, seen: JournalHead): Promise<ChainReport> {
  let previous = emptyHead;
  try {
    for await (const event of journal.read(0)) {
      const seq = previous.seq + 1;
      if (event.seq !== seq) {
        return {
          kind: 'broken',
          seq,
          says: `Event ${seq} is missing: event ${event.seq} stands in its place.`,
        };
      }
      if (seal(previous, event).hash !== event.hash) {
        const says = `Event ${seq} (${event.kind}, ${event.subject}) does not match its hash: it, or the hash of the event before it, was changed.`;
        return { kind: 'broken', seq, says };
      }
      if (seq === seen.seq && event.hash !== seen.hash) {
        const says = `Event ${seq} (${event.kind}, ${event.subject}) is not the one that was first read: the journal was written anew.`;
        return { kind: 'broken', seq, says };
      }
      previous = { seq, hash: event.hash };
    }
  } catch (error) {
    if (!isOunceError(error) || error.code !== 'OUNCE_E_JOURNAL_CORRUPT') throw error;
    return { kind: 'broken', seq: previous.seq + 1, says: error.message };
  }
  if (previous.seq < seen.seq) {
    const says = `Event ${previous.seq + 1} is missing: the journal ends before it, and events up to ${seen.seq} have been read from it.`;
    return { kind: 'broken', seq: previous.seq + 1, says };
  }
  return { kind: 'intact', head: previous };
}
