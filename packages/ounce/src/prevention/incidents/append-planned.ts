import { isOunceError, type NewEvent } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';

/** Another governor appends in between now and then; that many times in a row is not chance. */
const mostTries = 100;

/** Plans of one process wait for each other, so that only other processes can be in the way. */
const lastOf = new WeakMap<Ledger, Promise<unknown>>();

export interface Plan<Result> {
  readonly events: readonly NewEvent[];
  readonly result: Result;
}

/**
 * Reads, decides and appends as if nobody else were there: the plan is made anew when somebody has appended since it was made.
 * So the same alert, told twice at the same moment or to two governors, opens one incident. All events or none of them.
 * Rejects with what the plan throws, or as `Ledger.append` does.
 */
export function appendPlanned<Result>(ledger: Ledger, plan: () => Plan<Result>): Promise<Result> {
  const before = lastOf.get(ledger) ?? Promise.resolve();
  const mine = before.then(() => attempt(ledger, plan));
  lastOf.set(
    ledger,
    mine.catch(() => {}),
  );
  return mine;
}

async function attempt<Result>(ledger: Ledger, plan: () => Plan<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    const expectedSeq = ledger.query.head().seq;
    const { events, result } = plan();
    if (events.length === 0) return result;
    try {
      await ledger.append(events, { expectedSeq });
      return result;
    } catch (error) {
      if (!isOunceError(error) || error.code !== 'OUNCE_E_JOURNAL_CONFLICT' || tries === mostTries)
        throw error;
      await ledger.catchUp();
    }
  }
}
