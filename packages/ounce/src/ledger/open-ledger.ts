import type { Journal, JournalHead } from '../ports/index.ts';
import type { Ledger, LedgerNotice, LedgerOptions } from './ledger.ts';
import { LiveLedger } from './live-ledger.ts';
import { ReadModel } from './read-model.ts';
import { readWhole, swapIn } from './rebuild.ts';

/**
 * Opens the tables, makes them anew when they are of another version or of another journal, and catches up with the journal.
 * Rejects with OUNCE_E_READ_MODEL, or with what the journal's `read` rejects with.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { journal, readModelPath, onNotice } = options;
  const kept = ReadModel.open(readModelPath);
  const why = kept ? await whyNotOf(journal, kept.head) : 'there were no tables of this version';
  if (kept && !why) return new LiveLedger(options, kept).opened();
  const model = swapIn(await readWhole(journal, readModelPath), kept, readModelPath);
  const says = `The tables were made anew from ${model.head.seq} events, because ${why}.`;
  if (kept || model.head.seq > 0) onNotice?.({ kind: 'rebuilt', says } satisfies LedgerNotice);
  return new LiveLedger(options, model).opened();
}

/** Why tables that have read up to `seen` do not belong to this journal; undefined when they do. */
async function whyNotOf(journal: Journal, seen: JournalHead): Promise<string | undefined> {
  if (seen.seq === 0) return undefined;
  for await (const event of journal.read(seen.seq - 1)) {
    return event.hash === seen.hash
      ? undefined
      : `event ${seen.seq} of the journal is not the one they had read`;
  }
  return `they had read up to event ${seen.seq}, which the journal does not have`;
}
