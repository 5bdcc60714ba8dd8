import { isOunceError, type NewEvent } from '@ounce/core';
import type { Ledger } from '../ledger/index.ts';

/** Beyond so many events that cannot be written the oldest are given up: memory must not run full. */
const mostWaiting = 10_000;

/**
 * Writes down what was detected and graded. What the journal does not take now is offered again: an incident whose
 * opening was lost could never be closed.
 */
export class Recorder {
  readonly #ledger: Pick<Ledger, 'append'>;
  readonly #trouble: (says: string) => void;
  #waiting: NewEvent[] = [];
  #writing: Promise<void> | undefined;

  constructor(ledger: Pick<Ledger, 'append'>, trouble: (says: string) => void) {
    this.#ledger = ledger;
    this.#trouble = trouble;
  }

  /** Resolves when everything has been written, or could not be; never rejects. */
  record(events: readonly NewEvent[]): Promise<void> {
    for (const event of events) this.#waiting.push(event);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#ledger.append(batch);
      } catch (error) {
        const says = error instanceof Error ? error.message : String(error);
        if (isOunceError(error) && !error.retry)
          return this.#trouble(`${batch.length} events were lost: ${says}`);
        this.#keep(batch, says);
        return;
      }
    }
  }

  #keep(batch: readonly NewEvent[], says: string): void {
    const all = [...batch, ...this.#waiting];
    this.#waiting = all.slice(-mostWaiting);
    const lost = all.length - this.#waiting.length;
    this.#trouble(
      `${all.length} events wait to be written${lost > 0 ? `, ${lost} were given up` : ''}: ${says}`,
    );
  }
}
