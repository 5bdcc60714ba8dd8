import type { CallContext, CallOptions } from '../policy/context.ts';
import type { Policy } from '../policy/policy.ts';
import { cancelQuery, type PgClient, type PgPool, type PgPoolLike } from './pg-cancel.ts';
import { losesConnection, pgResults } from './pg-errors.ts';

export interface PgGuardOptions {
  /** Whose breaker and settings. Default: `postgres`. */
  readonly dependency?: string;
  readonly endpoint?: string;
  /** Whether `pool.query` may be retried: true for a pool that only reads. Queries of a checked-out client never are. Default: false. */
  readonly idempotent?: boolean;
}

type Callback = (error: unknown, result?: unknown, ...more: unknown[]) => void;

/**
 * The same pool, guarded: `query` and `connect`, and `query` of the clients that `connect` gives. When the budget is used up the statement is cancelled
 * on the server. Promises and callbacks both work; a submittable (cursor, query stream) goes through the breaker's admission only
 * when its client is checked out, and is not timed.
 */
export function guardPool<Pool extends PgPoolLike>(
  plain: Pool,
  policy: () => Policy,
  options: PgGuardOptions,
): Pool {
  const pool = plain as unknown as PgPool;
  const callOptions: CallOptions = { idempotent: options.idempotent === true, code: pgResults };
  const query = (...args: unknown[]): unknown => {
    if (isSubmittable(args[0])) return pool.query(...args);
    return answer(args, (rest) =>
      policy().execute((context) => queryWithin(pool, rest, context), callOptions),
    );
  };
  const connect = (...args: unknown[]): unknown => {
    const client = policy()
      .execute((context) => connectWithin(pool, context), { code: pgResults })
      .then((client) => guardClient(client, pool, policy));
    const [callback] = args;
    if (typeof callback !== 'function') return client;
    client.then(
      (guarded) => callback(undefined, guarded, (error?: Error | boolean) => guarded.release(error)),
      (error) => callback(error, undefined, () => {}),
    );
    return undefined;
  };
  return withMethods(plain, { query, connect });
}

function guardClient(client: PgClient, pool: PgPool, policy: () => Policy): PgClient {
  const query = (...args: unknown[]): unknown => {
    if (isSubmittable(args[0])) return client.query(...args);
    return answer(args, (rest) =>
      policy().execute((context) => runOn(client, pool, rest, context), { code: pgResults }),
    );
  };
  return withMethods(client, { query });
}

/** One statement on a client of its own, which goes back when the statement has really ended. */
async function queryWithin(pool: PgPool, args: unknown[], context: CallContext): Promise<unknown> {
  const client = await connectWithin(pool, context);
  let broken: Error | undefined;
  try {
    return await runOn(client, pool, args, context, (error) => {
      broken = error;
      client.release(error);
    });
  } catch (error) {
    // A connection that the server has ended may look alive for a moment: the next statement must not get it.
    if (broken === undefined && losesConnection(error)) {
      broken = error as Error;
      client.release(broken);
    }
    throw error;
  } finally {
    if (broken === undefined) client.release();
  }
}

/** The pool cannot take a request for a client back; a client that comes too late is returned unused. */
async function connectWithin(pool: PgPool, context: CallContext): Promise<PgClient> {
  const client = await pool.connect();
  if (context.signal.aborted) {
    client.release();
    throw context.signal.reason;
  }
  return client;
}

/** @param onUncancellable the server could not be told to stop */
async function runOn(
  client: PgClient,
  pool: PgPool,
  args: unknown[],
  { signal }: CallContext,
  onUncancellable?: (error: Error) => void,
): Promise<unknown> {
  let cancelling: Promise<void> | undefined;
  const cancel = (): void => {
    cancelling = cancelQuery(client, pool).catch((error: Error) => onUncancellable?.(error));
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await client.query(...args);
  } finally {
    signal.removeEventListener('abort', cancel);
    // A cancel that is still under way must not hit the next statement on this client.
    await cancelling;
  }
}

/** Gives the answer in the form that was asked for: a callback as the last argument, or a promise. */
function answer(args: unknown[], run: (rest: unknown[]) => Promise<unknown>): unknown {
  const callback = args.at(-1);
  if (typeof callback !== 'function') return run(args);
  run(args.slice(0, -1)).then(
    (result) => (callback as Callback)(undefined, result),
    (error) => (callback as Callback)(error),
  );
  return undefined;
}

function isSubmittable(query: unknown): boolean {
  return typeof (query as { submit?: unknown } | null | undefined)?.submit === 'function';
}

/** `target` with some methods replaced; everything else is still its own. */
function withMethods<Target extends object>(
  target: Target,
  methods: Readonly<Record<string, unknown>>,
): Target {
  return new Proxy(target, {
    get: (own, key) => {
      if (typeof key === 'string' && Object.hasOwn(methods, key)) return methods[key];
      const value = Reflect.get(own, key, own);
      return typeof value === 'function' ? value.bind(own) : value;
    },
  });
}
