import { setImmediate as turn } from 'node:timers/promises';
import { isOunceError, type JournalEvent, type NewEvent, type Recurrence } from '@ounce/core';
import type { IncidentRecord, Ledger } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';
import { findRecurrences } from './find-recurrences.ts';
import type { RecurrenceSettings } from './settings.ts';

const dayMs = 86_400_000;
/** What is told later than that is history: it is counted, and wakes nobody. A long weekend fits. */
export const recentMs = 3 * dayMs;
/** Others append in between all the time; that many times in a row without taking this recurrence is not chance. */
const mostTries = 50;

export interface DetectorParts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly settings: RecurrenceSettings;
  readonly log: (sentence: string) => void;
}

/** Looks at each incident that is opened or corrected, and writes down each recurrence once, whoever else looks too. */
export class RecurrenceDetector {
  readonly #parts: DetectorParts;
  readonly #unsubscribe: () => void;
  #working: Promise<void> = Promise.resolve();

  /** Also looks at what was opened lately, in case the last governor did not come to it. */
  constructor(parts: DetectorParts) {
    this.#parts = parts;
    const { ledger, clock } = parts;
    this.#unsubscribe = ledger.subscribe((events) => this.#enqueue(events.flatMap(idsOf)));
    const sinceMs = clock.nowMs() - recentMs;
    const lately = ledger.query.incidents({ sinceMs, drill: false, limit: 1000 }).items;
    this.#enqueue(lately.toReversed().map(({ id }) => id));
  }

  /** Resolves when everything that was seen so far has been looked at. */
  settled(): Promise<void> {
    return this.#working;
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    await this.#working;
  }

  #enqueue(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#working = this.#working
      .then(async () => {
        for (const id of ids) {
          await this.#look(id);
          // Whoever asks the governor something meanwhile is answered.
          await turn();
        }
      })
      .catch((error: Error) => this.#parts.log(`A recurrence could not be written down: ${error.message}`));
  }

  async #look(id: string): Promise<void> {
    const { ledger, clock, settings } = this.#parts;
    const incident = ledger.query.incident(id);
    if (!incident || !this.#isRecent(incident)) return;
    for (const recurrence of findRecurrences(ledger, settings, incident))
      await writeOnce(ledger, recurrence, clock.nowMs());
  }

  #isRecent({ startedAtMs }: IncidentRecord): boolean {
    return startedAtMs > this.#parts.clock.nowMs() - recentMs;
  }
}

function idsOf(event: JournalEvent): string[] {
  if (event.kind === 'incident.opened') return [event.data.id];
  return event.kind === 'incident.corrected' ? [event.data.incidentId] : [];
}

/** The head is expected where it was read: of two governors that see the same, one writes and the other finds it written. */
async function writeOnce(ledger: Ledger, recurrence: Recurrence, atMs: number): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const expectedSeq = ledger.query.head().seq;
    if (ledger.query.recurrence(recurrence.id)) return;
    try {
      await ledger.append(eventsOf(recurrence, atMs), { expectedSeq });
      return;
    } catch (error) {
      if (!isOunceError(error) || error.code !== 'OUNCE_E_JOURNAL_CONFLICT' || tries === mostTries)
        throw error;
      await ledger.catchUp();
    }
  }
}

/** The recurrence, and a second look at the prevention that is likeliest to have failed. */
function eventsOf(recurrence: Recurrence, atMs: number): NewEvent[] {
  const { id, says, preventions } = recurrence;
  const by = { atMs, actor: 'governor' };
  const [likeliest] = preventions;
  const detected: NewEvent = {
    ...{ ...by, subject: `recurrence:${id}`, kind: 'recurrence.detected' },
    data: { recurrence },
  };
  if (!likeliest) return [detected];
  const { id: preventionId, why } = likeliest;
  const review: NewEvent = {
    ...{ ...by, subject: `prevention:${preventionId}`, kind: 'prevention.review_opened' },
    data: { preventionId, recurrenceId: id, why: `${says} ${why}` },
  };
  return [detected, review];
}
