import type { JournalEvent, NewEvent } from '@ounce/core';
import { type AppendAnswer, type AppendRequest, closedError } from './journal-batch.ts';

interface Waiting extends AppendRequest {
  readonly resolve: (events: readonly JournalEvent[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Bounds the memory of one write; more than this at once gains nothing. */
const largestBatch = 1024;

/**
 * Group commit: while one batch is being made durable, all further appends gather and become the next one, so that the
 * cost of a flush is shared. Calls are answered in the order they came.
 */
export class AppendQueue {
  readonly #commit: (requests: readonly AppendRequest[]) => Promise<readonly AppendAnswer[]>;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  /** `commit` answers each request once all of them are durable; when it rejects, each of them is rejected alike. */
  constructor(commit: (requests: readonly AppendRequest[]) => Promise<readonly AppendAnswer[]>) {
    this.#commit = commit;
  }

  append(
    events: readonly NewEvent[],
    options: { expectedSeq?: number } = {},
  ): Promise<readonly JournalEvent[]> {
    if (this.#closed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ events, ...options, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Takes no more appends and resolves once those taken have been answered. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of waiting, so that appends made in the same tick share the first batch too.
    await null;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, largestBatch);
      try {
        const answers = await this.#commit(batch);
        for (const [i, { resolve, reject }] of batch.entries()) {
          const answer = answers[i]!;
          if (answer.kind === 'sealed') resolve(answer.events);
          else reject(answer.error);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = undefined;
  }
}
