import { createHttpClient } from './http-client.ts';
import type { Log } from './log.ts';
import { untilItWorks } from './retry.ts';
import type { SettingsReader } from './settings.ts';

/** Where the database is: its URL, or the service that knows it. */
export type DatabaseSource =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'service'; readonly url: string };

/** Reads DATABASE_URL, or else DATABASE_READY_URL (the `database` service of this fleet). */
export function readDatabaseSource(reader: SettingsReader): DatabaseSource {
  const url = reader.optional('DATABASE_URL');
  if (url !== undefined) return { kind: 'url', url };
  return { kind: 'service', url: reader.url('DATABASE_READY_URL', 'http://127.0.0.1:7101') };
}

/** @returns the connection URL; waits until the database service tells it */
export async function databaseUrl(source: DatabaseSource, log: Log, signal: AbortSignal): Promise<string> {
  if (source.kind === 'url') return source.url;
  const client = createHttpClient();
  try {
    return await untilItWorks('the database service', log, signal, async () => {
      const { status, body } = await client.get(`${source.url}/connection`, 1000);
      const url = (body as { url?: unknown } | undefined)?.url;
      if (status !== 200 || typeof url !== 'string') throw new Error(`${source.url} answered ${status}`);
      return url;
    });
  } finally {
    client.close();
  }
}
