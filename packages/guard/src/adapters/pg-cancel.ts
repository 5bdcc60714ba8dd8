/** What a pool must be to be guarded: any `pg` pool is. The parameters are `pg`'s own affair. */
export interface PgPoolLike {
  query(...parameters: never[]): unknown;
  connect(...parameters: never[]): unknown;
}

/** What the guard calls of a pool. */
export interface PgPool extends PgPoolLike {
  query(...parameters: unknown[]): unknown;
  connect(): Promise<PgClient>;
  readonly options?: object;
}

/** What the guard calls of a client that a pool has given out. */
export interface PgClient {
  query(...parameters: unknown[]): unknown;
  release(error?: Error | boolean): void;
  /** The server process behind the connection; set by `pg` when it connects. */
  readonly processID?: number | null;
}

interface StandaloneClient {
  connect(): Promise<unknown>;
  query(text: string, values: unknown[]): Promise<unknown>;
  end(): Promise<void>;
}

/**
 * Tells the server to stop what `client` is doing, over a connection of its own: the pool may be exhausted by the very statements that are to be
 * cancelled.
 *
 * @throws when the server cannot be reached, or the client is not one that can be cancelled
 */
export async function cancelQuery(client: PgClient, pool: PgPool): Promise<void> {
  const { processID } = client;
  if (typeof processID !== 'number') throw new Error('This client has no server process to cancel');
  const Client = client.constructor as new (options: object | undefined) => StandaloneClient;
  const canceller = new Client(pool.options);
  try {
    await canceller.connect();
    await canceller.query('SELECT pg_cancel_backend($1)', [processID]);
  } finally {
    await canceller.end();
  }
}
