import pg from 'pg';
import { AppendQueue } from '../../ports/append-queue.ts';
import type { Journal } from '../../ports/index.ts';
import { closedError, unavailableError } from '../../ports/journal-batch.ts';
import { PostgresWriter, selectHead } from './postgres-writer.ts';
import { selectEvents } from './rows.ts';
import { journalTable, prepareTable } from './table.ts';

export interface PostgresJournalOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly connectionString: string;
  /** Created when absent. Default `public`. */
  readonly schema?: string;
  /** Created when absent. Default `ounce_journal`. */
  readonly table?: string;
}

/** How long a governor that has stopped in the middle of an append (paused, cut off) can keep the others waiting. */
const idleInTransactionMs = 10_000;
const statementMs = 30_000;
const connectMs = 5_000;

/**
 * Opens (or creates) an append-only table that several governors may append to at once: they take turns, so the chain never forks.
 * Connections that break are made anew at the next call. Rejects with OUNCE_E_JOURNAL_UNAVAILABLE.
 */
export async function openPostgresJournal({
  connectionString,
  schema = 'public',
  table = 'ounce_journal',
}: PostgresJournalOptions): Promise<Journal> {
  const at = journalTable(schema, table);
  const name = nameOf(connectionString);
  const pool = openPool(connectionString);
  try {
    const client = await pool.connect();
    await prepareTable(client, at).finally(() => client.release());
  } catch (error) {
    await pool.end();
    throw unavailableError(error, `The journal in ${name} cannot be opened`);
  }
  const writer = new PostgresWriter(pool, at, name);
  const queue = new AppendQueue((requests) => writer.commit(requests));
  let closing: Promise<void> | undefined;

  async function head() {
    if (closing) throw closedError();
    return selectHead(pool, at).catch((error) => {
      throw unavailableError(error, `The journal in ${name} cannot be read`);
    });
  }
  return {
    append: (events, options) => queue.append(events, options),
    async *read(afterSeq) {
      const { seq } = await head();
      try {
        yield* selectEvents(pool, at, afterSeq, seq);
      } catch (error) {
        throw unavailableError(error, `The journal in ${name} cannot be read`);
      }
    },
    head,
    close() {
      closing ??= queue.close().then(() => pool.end());
      return closing;
    },
  };
}

function openPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: 4,
    keepAlive: true,
    application_name: 'ounce',
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    query_timeout: statementMs + connectMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  });
  // A connection that breaks between two queries says so here; the next query finds out by itself.
  const ignore = () => {};
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

/** For messages: where it is, without user and password. */
function nameOf(connectionString: string): string {
  const { host, pathname } = URL.parse(connectionString) ?? { host: '', pathname: '' };
  return host ? `PostgreSQL at ${host}${pathname}` : 'PostgreSQL';
}
