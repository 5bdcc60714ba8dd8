// A real PostgreSQL on 127.0.0.1, the real pg and the real pg-boss.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, startServer } from '../../../../examples/fleet/src/postgres/server.ts';
import { BreakerOpenError, createGuard, DeadlineError, type GuardOptions } from '../../src/index.ts';
import { down, errorOf } from '../helpers.ts';

let folder: string;
let server: Server;
const pools: pg.Pool[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guard-postgres-'));
  // Run as root, the server runs as another user, who must be able to enter.
  await chmod(folder, 0o711);
  server = await startServer({ folder, keep: false, port: 0, password: 'guard' });
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

function make(options: GuardOptions = {}, max = 2) {
  const plain = new pg.Pool({ connectionString: server.url, max });
  // A connection that the server ends while it is idle is reported here.
  plain.on('error', () => {});
  pools.push(plain);
  const guard = createGuard({
    defaults: { budgetMs: 2_000, retry: null, breaker: { minimumCalls: 2 } },
    ...options,
  });
  return { guard, plain, pool: guard.pg(plain) };
}

const running = (marker: string) =>
  `SELECT count(*)::int AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%${marker}%' AND pid <> pg_backend_pid()`;

test('guard.pg on PostgreSQL answers like the pool: promises, callbacks, parameters and checked-out clients', async () => {
  const { pool } = make();
  expect((await pool.query('SELECT $1::int AS n', [7])).rows).toEqual([{ n: 7 }]);
  const byCallback = await new Promise((resolve, reject) =>
    pool.query('SELECT 8 AS n', (error: Error | undefined, result: pg.QueryResult) =>
      error ? reject(error) : resolve(result.rows),
    ),
  );
  expect(byCallback).toEqual([{ n: 8 }]);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    expect((await client.query({ text: 'SELECT $1::text AS t', values: ['x'] })).rows).toEqual([{ t: 'x' }]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  expect(pool.totalCount).toBeGreaterThan(0);
  expect(pool.idleCount).toBe(pool.totalCount);
});

test('guard.pg on PostgreSQL cancels the statement on the server when the budget is used up, and keeps the connection', async () => {
  const { pool, plain } = make({ defaults: { budgetMs: 200, retry: null } }, 1);
  expect(await errorOf(pool.query('SELECT pg_sleep(60) /* cancelled */'))).toBeInstanceOf(DeadlineError);
  const before = plain.totalCount;
  // With one connection this answer must wait until the cancelled statement has really ended.
  expect((await plain.query(running('cancelled'))).rows).toEqual([{ n: 0 }]);
  expect([before, plain.totalCount]).toEqual([1, 1]);
});

test('guard.pg on PostgreSQL cancels the statement of a checked-out client, whose transaction can be rolled back', async () => {
  const { guard, pool } = make();
  const client = await pool.connect();
  await client.query('BEGIN');
  guard.apply({ defaults: { budgetMs: 200 } });
  expect(await errorOf(client.query('SELECT pg_sleep(60)'))).toBeInstanceOf(DeadlineError);
  guard.apply({});
  await client.query('ROLLBACK');
  expect((await client.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  client.release();
});

test('guard.pg on PostgreSQL: wrong statements do not open the circuit, lost connections do', async () => {
  const { guard, pool, plain } = make({}, 4);
  for (let call = 0; call < 5; call++)
    expect(await errorOf(pool.query('SELECT * FROM no_such_table'))).toMatchObject({ code: '42P01' });
  expect(guard.policy('postgres').breaker.state).toBe('closed');
  for (let call = 0; call < 2; call++) {
    const lost = errorOf(pool.query('SELECT pg_sleep(60) /* lost */'));
    await expect
      .poll(async () => (await plain.query(running('lost'))).rows[0].n, { timeout: 10_000 })
      .toBeGreaterThan(0);
    await plain.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%/* lost */%' AND pid <> pg_backend_pid()",
    );
    expect(await lost).toMatchObject({ code: '57P01' });
  }
  expect(await errorOf(pool.query('SELECT 1'))).toBeInstanceOf(BreakerOpenError);
});

test('guard.pg on PostgreSQL: a client that the pool grants after the deadline goes back unused', async () => {
  const { pool, plain } = make({ defaults: { budgetMs: 100, retry: null } }, 1);
  const holder = await plain.connect();
  expect(await errorOf(pool.query('SELECT 1'))).toBeInstanceOf(DeadlineError);
  holder.release();
  await expect.poll(() => plain.idleCount, { timeout: 10_000 }).toBe(1);
  expect((await pool.query('SELECT 2 AS n')).rows).toEqual([{ n: 2 }]);
});

test('guard.pg on PostgreSQL retries a read when it may', async () => {
  const { guard, plain } = make();
  const readOnly = guard.pg(plain, { dependency: 'replica', idempotent: true });
  guard.apply({ defaults: { budgetMs: 5_000, retry: { baseDelayMs: 1 } } });
  await plain.query('CREATE SEQUENCE IF NOT EXISTS tries');
  const deadlockOnce = `DO $$ BEGIN
    IF nextval('tries') = 1 THEN RAISE EXCEPTION 'once' USING ERRCODE = '40P01'; END IF;
  END $$`;
  await readOnly.query(deadlockOnce);
  expect(guard.policy('replica').counters.retries).toBe(1);
});

test('guard.consumer on PostgreSQL with the real pg-boss: handled, redelivered, and poison in the dead-letter queue', async () => {
  const boss = new PgBoss({ connectionString: server.url, schema: 'boss' });
  boss.on('error', () => {});
  await boss.start();
  try {
    for (const queue of ['dead', 'orders']) await boss.createQueue(queue, { retryLimit: 10, retryDelay: 0 });
    const guard = createGuard();
    const tries = new Map<string, number>();
    const handled: string[] = [];
    for (const name of ['good', 'shaky', 'poison']) await boss.send('orders', { name });
    const consumer = guard.consumer(
      { boss, queue: 'orders', deadLetterQueue: 'dead' },
      { dependencies: ['database'], maxDeliveries: 3, pollMs: 20 },
      async ({ data }: { data: { name: string } }) => {
        const nth = (tries.get(data.name) ?? 0) + 1;
        tries.set(data.name, nth);
        if (data.name === 'poison' || (data.name === 'shaky' && nth === 1)) throw down;
        handled.push(data.name);
      },
    );
    let dead: { data: object }[] = [];
    await expect
      .poll(
        async () => {
          if (dead.length === 0) dead = await boss.fetch('dead');
          return dead.length + handled.length;
        },
        { timeout: 30_000 },
      )
      .toBe(3);
    await consumer.stop();
    expect(handled.sort()).toEqual(['good', 'shaky']);
    expect(Object.fromEntries(tries)).toEqual({ good: 1, shaky: 2, poison: 3 });
    expect(dead[0]!.data).toMatchObject({
      queue: 'orders',
      data: { name: 'poison' },
      error: 'Error',
      message: 'down',
    });
  } finally {
    await boss.stop({ graceful: false });
  }
});

test('guard.consumer on PostgreSQL with the real pg-boss: while the breaker is open no job is taken, and none has cost a retry afterwards', async () => {
  const boss = new PgBoss({ connectionString: server.url, schema: 'paused' });
  boss.on('error', () => {});
  await boss.start();
  try {
    await boss.createQueue('orders', { retryLimit: 10, retryDelay: 0 });
    const guard = createGuard({
      defaults: {
        budgetMs: 2_000,
        retry: null,
        breaker: { minimumCalls: 1, breakMs: 4_000, trialsToClose: 1 },
      },
    });
    const database = () => guard.policy('database');
    let isDown = true;
    const store = async (): Promise<void> => {
      if (isDown) throw down;
    };
    await database()
      .execute(store)
      .catch(() => {});
    for (let i = 0; i < 20; i++) await boss.send('orders', { i });
    let handled = 0;
    const consumer = guard.consumer(
      { boss, queue: 'orders' },
      { dependencies: ['database'], pollMs: 20, concurrency: 4 },
      async () => {
        await database().execute(store);
        handled++;
      },
    );
    await expect.poll(() => consumer.paused).toBe(true);
    const counted = async () => {
      const { rows } = await make().plain.query(
        'SELECT state::text, count(*)::int AS jobs, max(retry_count)::int AS retries FROM paused.job GROUP BY 1',
      );
      return rows;
    };
    expect(await counted()).toEqual([{ state: 'created', jobs: 20, retries: 0 }]);
    isDown = false;
    await expect.poll(() => handled, { timeout: 30_000 }).toBe(20);
    await consumer.stop();
    expect(await counted()).toEqual([{ state: 'completed', jobs: 20, retries: 0 }]);
  } finally {
    await boss.stop({ graceful: false });
  }
});
