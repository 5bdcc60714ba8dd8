import type { PgBoss } from 'pg-boss';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { addQueueDepthMetrics } from './queue-depth.ts';

test('a scrape before the queue is connected does not blind every later one', async () => {
  const registry = new Registry();
  let connected: PgBoss | undefined;
  addQueueDepthMetrics(
    registry,
    () => {},
    'messages',
    () => connected,
  );
  expect(await registry.metrics()).not.toContain('fleet_queue_depth{');
  const executeSql = async () => ({ rows: [{ waiting: 7, active: 2 }] });
  connected = { getDb: () => ({ executeSql }) } as unknown as PgBoss;
  expect(await registry.metrics()).toContain('fleet_queue_depth{queue="messages"} 7');
});
