import { type JournalEvent, OunceError } from '@ounce/core';
import type pg from 'pg';
import type { JournalTable } from './table.ts';

interface Row {
  /** bigint comes as text. */
  readonly seq: string;
  readonly at_ms: number;
  readonly actor: string;
  readonly subject: string;
  readonly kind: string;
  readonly data: unknown;
  readonly hash: string;
}

const pageLength = 1000;

/** Adds sealed events in one statement. */
export async function insertEvents(
  client: pg.ClientBase,
  { quoted }: JournalTable,
  events: readonly JournalEvent[],
): Promise<void> {
  await client.query(
    `insert into ${quoted} (seq, at_ms, actor, subject, kind, data, hash)
     select seq, at_ms, actor, subject, kind, data::json, hash
     from unnest($1::bigint[], $2::float8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       as event (seq, at_ms, actor, subject, kind, data, hash)`,
    [
      events.map(({ seq }) => seq),
      events.map(({ atMs }) => atMs),
      events.map(({ actor }) => actor),
      events.map(({ subject }) => subject),
      events.map(({ kind }) => kind),
      events.map(({ data }) => JSON.stringify(data)),
      events.map(({ hash }) => hash),
    ],
  );
}

/** Events after one place up to another, page by page. Throws OUNCE_E_JOURNAL_CORRUPT at a gap. */
export async function* selectEvents(
  pool: pg.Pool,
  { quoted }: JournalTable,
  afterSeq: number,
  upToSeq: number,
): AsyncGenerator<JournalEvent, void> {
  const sql = `select seq, at_ms, actor, subject, kind, data, hash from ${quoted}
    where seq > $1 and seq <= $2 order by seq limit ${pageLength}`;
  for (let at = afterSeq; at < upToSeq; ) {
    const { rows } = await pool.query<Row>({ name: `read ${quoted}`, text: sql, values: [at, upToSeq] });
    for (const row of rows) {
      const event = toEvent(row);
      if (event.seq !== at + 1) throw gapError(quoted, at + 1, event.seq);
      at = event.seq;
      yield event;
    }
    if (rows.length === 0) throw gapError(quoted, at + 1, upToSeq);
  }
}

function toEvent({ seq, at_ms: atMs, actor, subject, kind, data, hash }: Row): JournalEvent {
  return { seq: Number(seq), atMs, actor, subject, kind, data, hash } as JournalEvent;
}

function gapError(quoted: string, missing: number, found: number): OunceError {
  const message = `${quoted}: event ${missing} is missing, though event ${found} is there.`;
  return new OunceError('OUNCE_E_JOURNAL_CORRUPT', message);
}
