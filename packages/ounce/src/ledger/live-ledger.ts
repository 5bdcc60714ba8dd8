import type { Writable } from 'node:stream';
import type { JournalEvent, NewEvent } from '@ounce/core';
import { exportEvents } from './export.ts';
import type {
  ExportOptions,
  Ledger,
  LedgerListener,
  LedgerNotice,
  LedgerOptions,
  RebuildReport,
  VerifyReport,
} from './ledger.ts';
import { createQueries } from './queries/index.ts';
import { inMemory, type ReadModel } from './read-model.ts';
import { follow, readWhole, swapIn } from './rebuild.ts';
import type { LedgerQueries } from './records.ts';
import { openRollups, type StoredRollups } from './rollups.ts';
import { verifyJournal } from './verify.ts';

export class LiveLedger implements Ledger {
  readonly query: LedgerQueries;
  readonly rollups: StoredRollups;
  readonly #options: LedgerOptions;
  readonly #listeners = new Set<LedgerListener>();
  readonly #underWay = new Set<Promise<unknown>>();
  #model: ReadModel;
  #catchingUp: Promise<number> | undefined;
  #rebuilding: Promise<RebuildReport> | undefined;

  constructor(options: LedgerOptions, model: ReadModel) {
    this.#options = options;
    this.#model = model;
    this.query = createQueries(() => this.#model);
    const { readModelPath: path } = options;
    this.rollups = openRollups(path === inMemory ? inMemory : `${path}.rollups`);
  }

  async opened(): Promise<this> {
    await this.catchUp();
    return this;
  }

  append(events: readonly NewEvent[], options?: { expectedSeq?: number }) {
    return this.#track(this.#append(events, options));
  }

  subscribe(listener: LedgerListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  catchUp(): Promise<number> {
    this.#catchingUp ??= this.#track(this.#catchUp()).finally(() => {
      this.#catchingUp = undefined;
    });
    return this.#catchingUp;
  }

  rebuild(): Promise<RebuildReport> {
    this.#rebuilding ??= this.#track(this.#rebuild()).finally(() => {
      this.#rebuilding = undefined;
    });
    return this.#rebuilding;
  }

  verify(): Promise<VerifyReport> {
    const { journal, clock } = this.#options;
    return this.#track(verifyJournal(journal, clock, this.#model.head));
  }

  exportTo(stream: Writable, options: ExportOptions): Promise<number> {
    return this.#track(exportEvents(this.#options.journal, stream, options));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#underWay);
    this.#listeners.clear();
    await this.#options.journal.close();
    this.rollups.close();
    this.#model.close();
  }

  async #append(events: readonly NewEvent[], options?: { expectedSeq?: number }) {
    const sealed = await this.#options.journal.append(events, options);
    const last = sealed.at(-1)?.seq ?? 0;
    try {
      this.#take(sealed);
      // Others have appended in between: their events come first. One that is under way may have begun too early.
      if (this.#model.head.seq < last) await this.catchUp();
      if (this.#model.head.seq < last) await this.catchUp();
    } catch (error) {
      // The events are durable, which is what the caller was promised; the tables are made good at the next append.
      this.#notice('read-model-behind', `The tables could not take in event ${last}.`, error);
    }
    return sealed;
  }

  async #catchUp(): Promise<number> {
    const before = this.#model.head.seq;
    await follow(this.#options.journal, this.#model, (events) => this.#take(events));
    return this.#model.head.seq - before;
  }

  async #rebuild(): Promise<RebuildReport> {
    const { clock, journal, readModelPath } = this.#options;
    const startedMs = clock.monotonicMs();
    const fresh = await readWhole(journal, readModelPath);
    try {
      // What was appended while it was read; the last comparison and the swap are one tick.
      while (fresh.head.seq < this.#model.head.seq) await follow(journal, fresh);
    } catch (error) {
      fresh.close();
      throw error;
    }
    this.#model = swapIn(fresh, this.#model, readModelPath);
    const { seq } = this.#model.head;
    return { events: seq, seq, tookMs: clock.monotonicMs() - startedMs };
  }

  #take(events: readonly JournalEvent[]): void {
    const fresh = this.#model.apply(events);
    if (fresh.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(fresh);
      } catch (error) {
        this.#notice('listener-failed', 'A listener to the ledger failed; the events are in order.', error);
      }
    }
  }

  #notice(kind: LedgerNotice['kind'], says: string, error: unknown): void {
    this.#options.onNotice?.({ kind, says, error });
  }

  #track<Result>(work: Promise<Result>): Promise<Result> {
    this.#underWay.add(work);
    const done = () => this.#underWay.delete(work);
    work.then(done, done);
    return work;
  }
}
