import { type FileHandle, open } from 'node:fs/promises';
import { OunceError } from '@ounce/core';
import { AppendQueue } from '../../ports/append-queue.ts';
import type { Journal } from '../../ports/index.ts';
import { closedError, unavailableError } from '../../ports/journal-batch.ts';
import { appendFile, openOrCreate } from './append-file.ts';
import { FileWriter } from './file-writer.ts';
import { readEvents } from './read-events.ts';
import { inspectTail } from './tail.ts';
import { cutTornTail, type TornTail } from './torn.ts';
import { lockForWriting } from './writer-lock.ts';

export interface FileJournalOptions {
  /** The file; its folder is created. Beside it lie `PATH.lock` and, after a torn write, `PATH.torn`. */
  readonly path: string;
  /** Takes no lock, so that it can be opened beside a running governor; `append` rejects. The file must be there. */
  readonly readOnly?: boolean;
  /** Called once when the end of the file was torn off by a crash and has been cut. */
  readonly onTornTail?: (torn: TornTail) => void;
}

/**
 * Opens (or creates) an append-only file, one JSON event a line. Rejects with OUNCE_E_JOURNAL_LOCKED, OUNCE_E_JOURNAL_CORRUPT (the
 * last 64 KiB are checked; `Ledger.verify` checks all) or OUNCE_E_JOURNAL_UNAVAILABLE.
 */
export async function openFileJournal(options: FileJournalOptions): Promise<Journal> {
  try {
    return await (options.readOnly ? openReader(options.path) : openWriter(options));
  } catch (error) {
    throw unavailableError(error, `${options.path} cannot be opened`);
  }
}

async function openWriter({ path: given, onTornTail }: FileJournalOptions): Promise<Journal> {
  const { path, handle } = await openOrCreate(given);
  const undo: (() => unknown)[] = [() => handle.close()];
  try {
    const lock = lockForWriting(`${path}.lock`);
    undo.push(() => lock.release());
    const tail = await inspectTail(handle, path);
    const torn = await cutTornTail(handle, path, tail);
    if (torn) onTornTail?.(torn);
    const writer = new FileWriter(appendFile(path, handle), path, tail);
    return writingJournal(path, writer, async () => {
      await handle.close();
      lock.release();
    });
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
}

function writingJournal(path: string, writer: FileWriter, release: () => Promise<void>): Journal {
  const queue = new AppendQueue((requests) => writer.commit(requests));
  let closing: Promise<void> | undefined;
  return {
    append: (events, options) => queue.append(events, options),
    async *read(afterSeq) {
      if (closing) throw closedError();
      yield* readEvents(path, writer.end, afterSeq);
    },
    async head() {
      if (closing) throw closedError();
      return writer.head;
    },
    close() {
      closing ??= queue.close().then(release);
      return closing;
    },
  };
}

/** Looks at the end of the file anew at each call: somebody else writes it. */
async function openReader(path: string): Promise<Journal> {
  let handle: FileHandle | undefined = await open(path, 'r');
  const tail = async () => {
    if (!handle) throw closedError();
    return inspectTail(handle, path);
  };
  return {
    async append() {
      throw new OunceError('OUNCE_E_JOURNAL_UNAVAILABLE', `${path} has been opened for reading only.`, {
        mend: 'Open it without `readOnly`, or ask the governor that has it open.',
      });
    },
    async *read(afterSeq) {
      const { end } = await tail();
      yield* readEvents(path, end, afterSeq);
    },
    async head() {
      return (await tail()).head;
    },
    async close() {
      await handle?.close();
      handle = undefined;
    },
  };
}
