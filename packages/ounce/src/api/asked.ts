import { OunceError } from '@ounce/core';

/** What the ledger does not take as a cursor is the caller's mistake, not ours. */
export function asked<Answer>(question: () => Answer): Answer {
  try {
    return question();
  } catch (error) {
    if (error instanceof RangeError) throw new OunceError('OUNCE_E_BAD_REQUEST', error.message);
    throw error;
  }
}
