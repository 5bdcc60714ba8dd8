import type { PgBoss } from 'pg-boss';
import { Gauge, type Registry } from 'prom-client';
import { type Log, messageOf } from './log.ts';

export interface QueueDepth {
  /** Messages that wait to be claimed, retries included. */
  readonly waiting: number;
  /** Messages that are claimed and not finished. */
  readonly active: number;
}

const depthSql = `
  SELECT count(*) FILTER (WHERE state < 'active')::int AS waiting,
         count(*) FILTER (WHERE state = 'active')::int AS active
  FROM pgboss.job
  WHERE name = $1 AND state IN ('created', 'retry', 'active')`;

export async function readQueueDepth(boss: PgBoss, queue: string): Promise<QueueDepth> {
  const { rows } = await boss.getDb().executeSql(depthSql, [queue]);
  return rows[0] as QueueDepth;
}

/**
 * Exports `fleet_queue_depth{queue}` and `fleet_queue_active{queue}`, read from the database at each scrape.
 * When it can't be read, the series are absent: no data is not an empty queue.
 */
export function addQueueDepthMetrics(
  registry: Registry,
  log: Log,
  queue: string,
  boss: () => PgBoss | undefined,
): void {
  let reading: Promise<QueueDepth | undefined> | undefined;

  async function read(): Promise<QueueDepth | undefined> {
    // A tick later, so that `reading` is set before it is cleared, whichever way this ends.
    await Promise.resolve();
    try {
      const connected = boss();
      return connected && (await readQueueDepth(connected, queue));
    } catch (error) {
      log('queue_depth_unreadable', { reason: messageOf(error) }, 'warn');
      return undefined;
    } finally {
      reading = undefined;
    }
  }

  const addGauge = (name: string, help: string, pick: (depth: QueueDepth) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['queue'],
      registers: [registry],
      async collect() {
        // Both gauges are collected at once, and share one query.
        reading ??= read();
        const depth = await reading;
        this.reset();
        if (depth !== undefined) this.set({ queue }, pick(depth));
      },
    });
  addGauge(
    'fleet_queue_depth',
    'Messages that wait in the queue, retries included.',
    ({ waiting }) => waiting,
  );
  addGauge(
    'fleet_queue_active',
    'Messages that a consumer has claimed and not finished.',
    ({ active }) => active,
  );
}
