import pg from 'pg';
import type { Message } from './message.ts';

export interface HandledAccounting {
  /** Distinct message ids that were handled. */
  readonly distinct: number;
  /** Times that a message was handled, repeats after a crash included. */
  readonly total: number;
}

export interface HandledMessages {
  /** @throws while the database can't be reached */
  prepare(): Promise<void>;
  /** Stores each message once, however often it comes. @returns for each message whether it was there already */
  store(messages: readonly Message[]): Promise<boolean[]>;
  /** @param sentBeforeMs counts only messages sent before this time (ms since the epoch) */
  accounting(filter: { run?: string; sentBeforeMs?: number }): Promise<HandledAccounting>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

const createSql = `
  CREATE TABLE IF NOT EXISTS handled_message (
    id uuid PRIMARY KEY,
    run text NOT NULL,
    sent_at_ms bigint NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT now(),
    deliveries int NOT NULL DEFAULT 1
  )`;

// xmax is zero in a row that this statement inserted, and the updating transaction in one that was there.
const storeSql = `
  INSERT INTO handled_message (id, run, sent_at_ms)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[])
  ON CONFLICT (id) DO UPDATE SET deliveries = handled_message.deliveries + 1
  RETURNING id::text, xmax <> 0 AS repeated`;

const accountingSql = `
  SELECT count(*)::int AS distinct, coalesce(sum(deliveries), 0)::int AS total
  FROM handled_message
  WHERE ($1::text IS NULL OR run = $1) AND ($2::bigint IS NULL OR sent_at_ms < $2)`;

export const statementTimeoutMs = 5_000;

/** The table of what was handled. A commit waits for the disk: after it the queue forgets the message. */
export function createHandledMessages(options: {
  readonly url: string;
  readonly instance: string;
  /** The pool as it is to be used. */
  readonly guarded: (pool: pg.Pool) => pg.Pool;
  readonly onError: (error: Error) => void;
}): HandledMessages {
  const connections = new pg.Pool({
    connectionString: options.url,
    application_name: options.instance,
    max: 2,
    connectionTimeoutMillis: 3000,
    statement_timeout: statementTimeoutMs,
    options: '-c synchronous_commit=on',
  });
  connections.on('error', options.onError);
  const pool = options.guarded(connections);

  return {
    async prepare() {
      await pool.query(createSql);
    },
    async store(messages) {
      const distinct = [...new Map(messages.map((message) => [message.id, message])).values()];
      const { rows } = await pool.query<{ id: string; repeated: boolean }>({
        name: 'store',
        text: storeSql,
        values: [
          distinct.map(({ id }) => id),
          distinct.map(({ run }) => run),
          distinct.map(({ sentAtMs }) => Math.round(sentAtMs)),
        ],
      });
      const repeated = new Map(rows.map((row) => [row.id, row.repeated]));
      return messages.map(({ id }) => repeated.get(id.toLowerCase()) ?? true);
    },
    async accounting({ run, sentBeforeMs }) {
      const { rows } = await pool.query<HandledAccounting>(accountingSql, [
        run ?? null,
        sentBeforeMs ?? null,
      ]);
      return rows[0] as HandledAccounting;
    },
    async ping() {
      await pool.query('SELECT 1');
    },
    close: () => connections.end(),
  };
}
