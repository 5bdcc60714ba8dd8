import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { JournalEvent } from '@ounce/core';
import type { JournalHead } from '../ports/index.ts';
import { build, Database, readModelError, sqliteCode } from './database.ts';
import { indexStatements, project, readModelVersion, tablesSql } from './projections/index.ts';

export const inMemory = ':memory:';

/** The primary codes of SQLite that say "this row cannot be", as against "this disk cannot": CONSTRAINT and MISMATCH. */
const rowCodes: readonly (number | undefined)[] = [19, 20];

/** And those that say "this file holds no such tables": ERROR (no such table), CORRUPT and NOTADB. */
const unusableCodes: readonly (number | undefined)[] = [1, 11, 26];

/** The tables, and how far they have read. The position moves in the same transaction as the rows. */
export class ReadModel {
  readonly database: Database;
  #head: JournalHead;

  private constructor(database: Database, head: JournalHead) {
    this.database = database;
    this.#head = head;
  }

  /** The tables at this path, or undefined when there are none of this version to go on with (none, older, newer, damaged). */
  static open(path: string): ReadModel | undefined {
    try {
      if (path !== inMemory) mkdirSync(dirname(path), { recursive: true });
      const database = new Database(path);
      const head = headOf(database);
      if (head) return new ReadModel(database, head);
      database.close();
      return undefined;
    } catch (error) {
      throw readModelError(error, `The read model at ${path} cannot be opened`);
    }
  }

  /** Empty tables for reading a whole journal into; `finish` makes them fit for use. The file must not be there. */
  static create(path: string, head: JournalHead): ReadModel {
    const database = new Database(path);
    // Nobody reads it before it is finished, so half a file is as good as none.
    database.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -65536');
    database.exec(`create table position (seq integer not null, hash text not null, version text not null);
      create table skipped (seq integer primary key, kind text not null, error text not null);
      ${tablesSql}`);
    database.run('insert into position values (?, ?, ?)', head.seq, head.hash, readModelVersion);
    return new ReadModel(database, head);
  }

  /** Makes the indexes that only queries need. A big one takes a second: the event loop gets its turn between them. */
  async finish(): Promise<void> {
    for (const statement of indexStatements) {
      this.database.exec(statement);
      await turn();
    }
  }

  get head(): JournalHead {
    return this.#head;
  }

  /**
   * Takes in what follows directly on what it has seen, and returns just that: events seen before are passed over, and nothing
   * is taken in behind a gap. Throws OUNCE_E_READ_MODEL when the tables cannot be written; then nothing was taken in.
   */
  apply(events: readonly JournalEvent[]): readonly JournalEvent[] {
    const start = events.findIndex(({ seq }) => seq === this.#head.seq + 1);
    if (start === -1) return [];
    const fresh = start === 0 ? events : events.slice(start);
    const { seq, hash } = fresh.at(-1)!;
    try {
      this.database.transaction(() => {
        for (const event of fresh) this.#project(event);
        this.database.run('update position set seq = ?, hash = ?', seq, hash);
      });
    } catch (error) {
      throw readModelError(error, 'The read model cannot be written');
    }
    this.#head = { seq, hash };
    return fresh;
  }

  close(): void {
    this.database.close();
  }

  /** One event of a shape that its tables cannot take must not keep all later ones out. */
  #project(event: JournalEvent): void {
    try {
      project(this.database, event);
    } catch (error) {
      const code = sqliteCode(error);
      if (code !== undefined && !rowCodes.includes(code)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      this.database.run('insert into skipped values (?, ?, ?)', event.seq, event.kind, reason);
    }
  }
}

/** Takes the file for this process alone, and says how far its tables have read; undefined when they are of no use. */
function headOf(database: Database): JournalHead | undefined {
  try {
    // Two processes that feed the same tables would each count everything. In WAL mode a crash of the process loses nothing;
    // a power cut may lose the newest rows, which are then read again.
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal');
    database.exec('begin immediate; commit');
    const position = database.first(build.selectFrom('position').selectAll().compile());
    return position?.version === readModelVersion ? { seq: position.seq, hash: position.hash } : undefined;
  } catch (error) {
    if (unusableCodes.includes(sqliteCode(error))) return undefined;
    throw error;
  }
}
