import { createHash } from 'node:crypto';
import pg from 'pg';

export interface JournalTable {
  /** `"schema"."table"`, quoted for SQL. */
  readonly quoted: string;
  readonly schema: string;
  readonly table: string;
  /** Of the advisory lock that appends take turns on: a signed 64-bit number as text. */
  readonly lockKey: string;
}

export function journalTable(schema: string, table: string): JournalTable {
  const quoted = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;
  const lockKey = createHash('sha256').update(`ounce journal ${quoted}`).digest().readBigInt64BE().toString();
  return { quoted, schema, table, lockKey };
}

/**
 * Creates what is missing. A role without the right to create is fine as long as all is there.
 * `data` is json, not jsonb: it keeps the text as it is, and takes characters (U+0000) that jsonb refuses.
 */
export async function prepareTable(client: pg.ClientBase, at: JournalTable): Promise<void> {
  if (await exists(client, 'to_regclass', at.quoted)) return;
  await client.query(`begin; select pg_advisory_xact_lock(${at.lockKey})`);
  try {
    const schema = pg.escapeIdentifier(at.schema);
    if (!(await exists(client, 'to_regnamespace', schema))) await client.query(`create schema ${schema}`);
    // Somebody else may have made it while this one waited for the lock.
    if (!(await exists(client, 'to_regclass', at.quoted))) await client.query(tableSql(at));
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

function tableSql({ quoted, schema, table }: JournalTable): string {
  const refuse = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(`${table}_refuse_change`)}`;
  return `
    create table ${quoted} (
      seq bigint primary key check (seq > 0),
      at_ms double precision not null,
      actor text not null,
      subject text not null,
      kind text not null,
      data json not null,
      hash text not null check (length(hash) = 64)
    );
    create function ${refuse}() returns trigger language plpgsql as $$
    begin
      raise exception 'The journal is append-only: % is refused.', tg_op using errcode = 'restrict_violation';
    end $$;
    create trigger append_only before update or delete or truncate on ${quoted}
      for each statement execute function ${refuse}();`;
}

async function exists(client: pg.ClientBase, lookUp: 'to_regclass' | 'to_regnamespace', name: string) {
  const { rows } = await client.query(`select ${lookUp}($1) is not null as there`, [name]);
  return (rows[0] as { there: boolean }).there;
}
