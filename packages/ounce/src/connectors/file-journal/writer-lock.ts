import { DatabaseSync } from 'node:sqlite';
import { OunceError } from '@ounce/core';

/** Who looks up the holder's name holds a lock for a moment too; that must not keep the rightful writer out. */
const patienceMs = 100;

export interface WriterLock {
  release(): void;
}

/**
 * Keeps a second writer out for as long as this process lives. SQLite holds the operating system's own lock on the file
 * (fcntl; LockFileEx on Windows), which the kernel lets go of when the process dies in whatever way: there is nothing stale to
 * judge by process ids. Nobody else may open that file by other means: closing it would drop the lock (POSIX).
 */
export function lockForWriting(lockPath: string): WriterLock {
  const database = new DatabaseSync(lockPath, { timeout: patienceMs });
  try {
    // The process id goes into the file's header, for the message that the one who is kept out reads.
    database.exec(`begin immediate; pragma user_version = ${process.pid}; commit; begin immediate`);
  } catch (error) {
    const holder = holderOf(database);
    database.close();
    if (!isBusy(error)) throw error;
    throw new OunceError(
      'OUNCE_E_JOURNAL_LOCKED',
      `Another process${holder ? ` (${holder})` : ''} holds ${lockPath}.`,
    );
  }
  return { release: () => database.close() };
}

function holderOf(database: DatabaseSync): number | undefined {
  try {
    return database.prepare('pragma user_version').get()?.user_version as number | undefined;
  } catch {
    return undefined;
  }
}

/** SQLITE_BUSY, with its extended codes. https://www.sqlite.org/rescode.html#busy */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5;
}
