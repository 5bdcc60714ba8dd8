import { OunceError } from '@ounce/core';
import type pg from 'pg';
import { emptyHead, type JournalHead } from '../../ports/index.ts';
import {
  type AppendAnswer,
  type AppendRequest,
  type SealedBatch,
  sealBatch,
  unavailableError,
} from '../../ports/journal-batch.ts';
import { insertEvents } from './rows.ts';
import type { JournalTable } from './table.ts';

/** Writes batches, each in one transaction that starts by waiting for its turn among all governors. */
export class PostgresWriter {
  readonly #pool: pg.Pool;
  readonly #table: JournalTable;
  readonly #name: string;

  constructor(pool: pg.Pool, table: JournalTable, name: string) {
    this.#pool = pool;
    this.#table = table;
    this.#name = name;
  }

  async commit(requests: readonly AppendRequest[]): Promise<readonly AppendAnswer[]> {
    try {
      return await this.#attempt(requests);
    } catch (error) {
      if (error instanceof OunceError) throw error;
      // Nothing was committed. The usual reason is a connection that died while it was idle: a new one will do.
      return await this.#attempt(requests).catch((again) => {
        throw unavailableError(again, `The journal in ${this.#name} cannot be written`);
      });
    }
  }

  /** Rejects with an OunceError only when it must not be tried again. */
  async #attempt(requests: readonly AppendRequest[]): Promise<readonly AppendAnswer[]> {
    const client = await this.#pool.connect();
    let sealed: SealedBatch;
    try {
      sealed = sealBatch(await this.#takeTurn(client), requests);
      if (sealed.events.length > 0) await insertEvents(client, this.#table, sealed.events);
    } catch (error) {
      client.release(true);
      throw error;
    }
    try {
      await client.query('commit');
      client.release();
    } catch (error) {
      client.release(true);
      await this.#settle(sealed.head, error);
    }
    return sealed.answers;
  }

  /** Begins a transaction, waits until no other governor is appending, and says where the journal stands. */
  async #takeTurn(client: pg.PoolClient): Promise<JournalHead> {
    // A lock of its own rather than one on the table: a vacuum would hold that one up. An answer must mean "on the disk", also
    // where a database is set to answer earlier.
    const results = await client.query(`begin isolation level read committed;
      select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off';
      select pg_advisory_xact_lock(${this.#table.lockKey});
      ${headSql(this.#table)}`);
    const { rows } = (results as unknown as pg.QueryResult<HeadRow>[]).at(-1)!;
    return toHead(rows);
  }

  /**
   * The answer to a commit was lost. The hash of a batch is like no other, so the table itself tells whether it was committed;
   * waiting for the turn first makes sure that the lost transaction has ended.
   */
  async #settle(head: JournalHead, lost: unknown): Promise<void> {
    try {
      const client = await this.#pool.connect();
      try {
        await this.#takeTurn(client);
        const sql = `select from ${this.#table.quoted} where seq = $1 and hash = $2`;
        if ((await client.query(sql, [head.seq, head.hash])).rowCount === 1) return;
      } finally {
        // Ends the transaction as well.
        client.release(true);
      }
    } catch {
      throw new OunceError(
        'OUNCE_E_JOURNAL_UNAVAILABLE',
        `The connection to ${this.#name} broke during a commit; whether it was made is not known.`,
        { mend: 'When the database answers again, read the newest events before trying again.', cause: lost },
      );
    }
    throw unavailableError(lost, `The journal in ${this.#name} did not commit`);
  }
}

interface HeadRow {
  readonly seq: string;
  readonly hash: string;
}

function headSql({ quoted }: JournalTable): string {
  return `select seq, hash from ${quoted} order by seq desc limit 1`;
}

function toHead([row]: readonly HeadRow[]): JournalHead {
  return row ? { seq: Number(row.seq), hash: row.hash } : emptyHead;
}

export async function selectHead(pool: pg.Pool, table: JournalTable): Promise<JournalHead> {
  return toHead((await pool.query<HeadRow>(headSql(table))).rows);
}
