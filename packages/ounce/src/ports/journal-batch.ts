import { type JournalEvent, type NewEvent, OunceError } from '@ounce/core';
import { type JournalHead, seal } from './journal.ts';

export interface AppendRequest {
  readonly events: readonly NewEvent[];
  readonly expectedSeq?: number;
}

/** What became of one request: a refused one leaves those beside it alone. */
export type AppendAnswer =
  | { readonly kind: 'sealed'; readonly events: readonly JournalEvent[] }
  | { readonly kind: 'refused'; readonly error: unknown };

export interface SealedBatch {
  /** The head once all of `events` are written. */
  readonly head: JournalHead;
  readonly events: readonly JournalEvent[];
  /** One for each request, in the same order. */
  readonly answers: readonly AppendAnswer[];
}

/** Seals the requests one after the other onto `head`. */
export function sealBatch(head: JournalHead, requests: readonly AppendRequest[]): SealedBatch {
  let at = head;
  const all: JournalEvent[] = [];
  const answers = requests.map((request): AppendAnswer => {
    try {
      const events = sealAll(at, request);
      at = events.at(-1) ?? at;
      for (const event of events) all.push(event);
      return { kind: 'sealed', events };
    } catch (error) {
      return { kind: 'refused', error };
    }
  });
  return { head: { seq: at.seq, hash: at.hash }, events: all, answers };
}

function sealAll(head: JournalHead, { events, expectedSeq }: AppendRequest): JournalEvent[] {
  if (expectedSeq !== undefined && expectedSeq !== head.seq) {
    throw new OunceError(
      'OUNCE_E_JOURNAL_CONFLICT',
      `The journal stands at ${head.seq}, not at ${expectedSeq} as expected.`,
    );
  }
  let previous = head;
  return events.map((event) => {
    const sealed = sealOne(previous, event);
    previous = sealed;
    return sealed;
  });
}

function sealOne(previous: JournalHead, event: NewEvent): JournalEvent {
  if (!Number.isFinite(event.atMs)) throw eventError(event, 'its time is not a number');
  for (const name of ['actor', 'subject'] as const) {
    // Neither a zero nor half a surrogate pair survives the way into a PostgreSQL text column, and the hash would no longer fit.
    if (event[name].includes('\0') || /\p{Surrogate}/u.test(event[name])) {
      throw eventError(event, `its ${name} has a character that not every store can keep`);
    }
  }
  try {
    return seal(previous, event);
  } catch (error) {
    throw eventError(event, 'its data is not plain JSON', error);
  }
}

function eventError({ kind }: NewEvent, what: string, cause?: unknown): OunceError {
  return new OunceError('OUNCE_E_JOURNAL_EVENT', `An event ${kind} cannot be kept: ${what}.`, { cause });
}

/** The rejection of every call after `close`. */
export function closedError(): OunceError {
  return new OunceError('OUNCE_E_JOURNAL_UNAVAILABLE', 'The journal has been closed.', {
    mend: 'Open it again.',
  });
}

/** Any failure as an OunceError; what already is one stays as it is. */
export function unavailableError(error: unknown, what: string): OunceError {
  if (error instanceof OunceError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new OunceError('OUNCE_E_JOURNAL_UNAVAILABLE', `${what}: ${reason}`, { retry: true, cause: error });
}
