import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Server, startServer } from '../../../../../examples/fleet/src/postgres/server.ts';

export interface TestPostgres {
  readonly url: string;
  /** For all that a test makes; gone after `stop`. */
  readonly schema: string;
  /** Only for a server that was started here; undefined for that of DATABASE_URL. */
  readonly restart?: () => Promise<void>;
  stop(): Promise<void>;
}

/** A real PostgreSQL: the one at DATABASE_URL, or one of its own that is gone with all its data after `stop`. */
export async function startPostgres(): Promise<TestPostgres> {
  const url = process.env.DATABASE_URL;
  const schema = `ounce_test_${process.pid}`;
  if (url) return { url, schema, stop: () => dropSchema(url, schema) };
  const folder = await mkdtemp(join(tmpdir(), 'ounce-postgres-'));
  // Run as root, the server runs as another user, who must be able to enter.
  await chmod(folder, 0o711);
  const options = { folder, keep: true, password: 'ounce' };
  let server: Server = await startServer({ ...options, port: 0 });
  const port = Number(new URL(server.url).port);
  return {
    url: server.url,
    schema,
    async restart() {
      await server.stop();
      server = await startServer({ ...options, port });
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function dropSchema(connectionString: string, schema: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(`drop schema if exists ${schema} cascade`);
  await client.end();
}
