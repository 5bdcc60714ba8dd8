import { OunceError } from '@ounce/core';
import type { JournalHead } from '../../ports/index.ts';
import {
  type AppendAnswer,
  type AppendRequest,
  sealBatch,
  unavailableError,
} from '../../ports/journal-batch.ts';
import type { AppendFile } from './append-file.ts';
import { toLine } from './event-line.ts';

type Health = { readonly kind: 'sound' } | { readonly kind: 'broken'; readonly why: string };

/** Writes batches behind the last whole event. What it has answered is on the disk; what it has refused is not in the file. */
export class FileWriter {
  readonly #file: AppendFile;
  readonly #path: string;
  #head: JournalHead;
  #end: number;
  #health: Health = { kind: 'sound' };

  constructor(file: AppendFile, path: string, at: { head: JournalHead; end: number }) {
    this.#file = file;
    this.#path = path;
    this.#head = at.head;
    this.#end = at.end;
  }

  get head(): JournalHead {
    return this.#head;
  }

  /** Where the durable part of the file ends. */
  get end(): number {
    return this.#end;
  }

  /** One write and one flush for all requests. Rejects with OUNCE_E_JOURNAL_UNAVAILABLE when they could not be made durable. */
  async commit(requests: readonly AppendRequest[]): Promise<readonly AppendAnswer[]> {
    if (this.#health.kind === 'broken') throw this.#refusal(this.#health.why);
    const { head, events, answers } = sealBatch(this.#head, requests);
    if (events.length === 0) return answers;
    const bytes = Buffer.concat(events.map(toLine));
    await this.#write(bytes);
    await this.#flush();
    this.#head = head;
    this.#end += bytes.length;
    return answers;
  }

  /** A failed write (a full disk, say) is undone; when that works, the next append may try again. */
  async #write(bytes: Buffer): Promise<void> {
    try {
      await this.#file.write(bytes, this.#end);
    } catch (error) {
      await this.#undo(`its last write failed and could not be undone`);
      throw unavailableError(error, `${this.#path} cannot be written`);
    }
  }

  /**
   * After a failed flush nobody knows what is on the disk, and a second one may claim success without having written anything
   * (Rebello et al., "Can Applications Recover from fsync Failures?", USENIX ATC 2020): so this is final until it is reopened.
   */
  async #flush(): Promise<void> {
    try {
      await this.#file.datasync();
    } catch (error) {
      const why = 'its last flush to the disk failed';
      await this.#undo(why);
      this.#health = { kind: 'broken', why };
      throw unavailableError(error, `${this.#path} cannot be flushed to the disk`);
    }
    if (await this.#file.isInPlace()) return;
    this.#health = { kind: 'broken', why: 'the file has been moved or deleted' };
    throw this.#refusal(this.#health.why);
  }

  async #undo(whyNot: string): Promise<void> {
    try {
      await this.#file.truncate(this.#end);
      await this.#file.datasync();
    } catch {
      this.#health = { kind: 'broken', why: whyNot };
    }
  }

  #refusal(why: string): OunceError {
    return new OunceError('OUNCE_E_JOURNAL_UNAVAILABLE', `${this.#path} takes no more events: ${why}.`, {
      mend: 'Check the disk and the file, then start the governor again.',
    });
  }
}
