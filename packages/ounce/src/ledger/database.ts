import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { OunceError } from '@ounce/core';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Tables } from './tables.ts';

/** Builds typed SQL; it is never connected, because node:sqlite answers at once and kysely only with promises. */
export const build = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

type Value = string | number | null | undefined;

/** node:sqlite with its statements kept prepared. */
export class Database {
  readonly #sqlite: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string) {
    this.#sqlite = new DatabaseSync(path, { timeout: 1000 });
  }

  exec(sql: string): void {
    this.#sqlite.exec(sql);
  }

  /** For writing; `undefined` becomes NULL. Returns how many rows have changed. */
  run(sql: string, ...values: readonly Value[]): number {
    const bound = values.map((value) => value ?? null);
    return Number(this.#statement(sql).run(...bound).changes);
  }

  all<Row>({ sql, parameters }: CompiledQuery<Row>): Row[] {
    return this.#statement(sql).all(...(parameters as readonly SQLInputValue[])) as Row[];
  }

  first<Row>({ sql, parameters }: CompiledQuery<Row>): Row | undefined {
    return this.#statement(sql).get(...(parameters as readonly SQLInputValue[])) as Row | undefined;
  }

  /** All of `work` or nothing of it. */
  transaction<Result>(work: () => Result): Result {
    this.exec('begin');
    try {
      const result = work();
      this.exec('commit');
      return result;
    } catch (error) {
      // A full disk has ended the transaction already.
      if (this.#sqlite.isTransaction) this.exec('rollback');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#sqlite.isOpen) this.#sqlite.close();
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#sqlite.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** SQLite's primary result code, when the error is SQLite's. https://www.sqlite.org/rescode.html */
export function sqliteCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}

export function readModelError(error: unknown, what: string): OunceError {
  if (error instanceof OunceError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new OunceError('OUNCE_E_READ_MODEL', `${what}: ${reason}`, { cause: error });
}
