import { isOunceError, type NewEvent, OunceError } from '@ounce/core';
import type { Ledger } from '../ledger/index.ts';

/** Others append in between all the time; that many times in a row without one of them touching the record is not chance. */
const mostTries = 50;

export interface VersionedSave<Saved extends { readonly version: number }> {
  /** E.g. `prevention predictive-scaling`, for the message. */
  readonly what: string;
  /** The newest version, read anew at each try. */
  readonly current: () => Saved | undefined;
  /** The version that the writer has read; 0 for a record that should not exist yet. */
  readonly baseVersion: number;
  /** The event that saves it. Throws when the record, as it is now, does not allow it. */
  readonly event: (current: Saved | undefined) => NewEvent;
}

/**
 * Saves one record whole, if nobody has saved it since `baseVersion` was read, across all governors of the journal.
 * @throws OUNCE_E_VERSION_CONFLICT with `details: { theirs }`: nothing was written.
 */
export async function saveVersioned<Saved extends { readonly version: number }>(
  ledger: Ledger,
  { what, current, baseVersion, event }: VersionedSave<Saved>,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const expectedSeq = ledger.query.head().seq;
    const theirs = current();
    if ((theirs?.version ?? 0) !== baseVersion) throw conflict(what, baseVersion, theirs);
    try {
      await ledger.append([event(theirs)], { expectedSeq });
      return;
    } catch (error) {
      if (!isOunceError(error) || error.code !== 'OUNCE_E_JOURNAL_CONFLICT' || tries === mostTries)
        throw error;
      await ledger.catchUp();
    }
  }
}

function conflict(what: string, baseVersion: number, theirs: { version: number } | undefined): OunceError {
  const now = theirs ? `is at version ${theirs.version}` : 'does not exist';
  const read = baseVersion === 0 ? 'is to be made new' : `was read at version ${baseVersion}`;
  return new OunceError('OUNCE_E_VERSION_CONFLICT', `The ${what} ${read}, and ${now}.`, {
    details: { theirs },
  });
}
