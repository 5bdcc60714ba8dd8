import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { openFileJournal } from '../../../src/connectors/file-journal/index.ts';
import { openPostgresJournal } from '../../../src/connectors/postgres-journal/index.ts';
import { webhookNotifier } from '../../../src/connectors/webhook/index.ts';
import { openLedger } from '../../../src/ledger/index.ts';
import type { Clock } from '../../../src/ports/index.ts';
import { startReceiver } from '../../../src/ports/test-receiver.ts';
import { Outbox, RecurrenceDetector, raiseAlarms } from '../../../src/prevention/recurrence/index.ts';
import { startPostgres } from '../ledger/postgres.ts';
import { notification } from './notification.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ounce-outbox-'));
});
afterEach(() => rm(folder, { recursive: true }));

const minutesLater = (minutes: number): Clock => {
  const clock = systemClock();
  return { ...clock, nowMs: () => clock.nowMs() + minutes * 60_000 };
};
const idOf = (body: string) => (JSON.parse(body) as { id: string }).id;

test('a real process killed between claim and word: the next governor tells it under the same id once the claim is over', async () => {
  const silent = createServer();
  const asked = once(silent, 'request');
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const path = join(folder, 'journal.ndjson');
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const script = fileURLToPath(new URL('fixtures/sender.ts', import.meta.url));
  const child = spawn(process.execPath, [script, path, url], { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = once(child, 'exit');
  await asked;
  child.kill('SIGKILL');
  await exited;
  silent.closeAllConnections();
  silent.close();

  const receiver = await startReceiver(204);
  const tellAt = async (clock: Clock) => {
    const ledger = await openLedger({
      ...{ journal: await openFileJournal({ path }), readModelPath: ':memory:', clock },
    });
    const notifier = webhookNotifier({ clock, url: receiver.url });
    const channels = [{ name: 'webhook:1', notifier }];
    const outbox = new Outbox({ ledger, clock, channels, actor: 'governor:next', log: () => {} });
    await outbox.deliver(notification, new AbortController().signal);
    const record = ledger.query.notification(notification.id, 'webhook:1');
    await ledger.close();
    return record;
  };
  expect(await tellAt(systemClock())).toMatchObject({ state: 'claimed', attempt: 1 });
  expect(receiver.received).toEqual([]);
  expect(await tellAt(minutesLater(3))).toMatchObject({ state: 'sent', attempt: 2 });
  expect(await tellAt(minutesLater(300))).toMatchObject({ state: 'sent', attempt: 2 });
  expect(receiver.received.map(({ body }) => idOf(body))).toEqual([notification.id]);
  await receiver.close();
});

test('two governors on one real PostgreSQL write one recurrence and tell it once', async () => {
  const postgres = await startPostgres();
  const receiver = await startReceiver(204);
  const clock = systemClock();
  const settings = { rules: [{ count: 2, windowDays: 30, perService: false }], targetPerMonth: {} };
  const start = async (name: string) => {
    const journal = await openPostgresJournal({
      ...{ connectionString: postgres.url, table: `outbox_${process.pid}` },
    });
    const ledger = await openLedger({ journal, readModelPath: join(folder, name), clock });
    const notifier = webhookNotifier({ clock, url: receiver.url });
    const channels = [{ name: 'webhook:1', notifier }];
    const log = (says: string) => expect.unreachable(says);
    const outbox = new Outbox({ ledger, clock, channels, actor: `governor:${name}`, log });
    const stop = raiseAlarms({ ledger, clock, outbox });
    const detector = new RecurrenceDetector({ ledger, clock, settings, log });
    return { ledger, detector, stop };
  };
  const both = [await start('a'), await start('b')];
  const incident = (id: string) => ({
    ...{ id, type: 'queue_backlog', service: 'shop', region: 'local', severity: 2 as const, drill: false },
    ...{ summary: 'It broke.', startedAtMs: clock.nowMs() - 1000, detectedAtMs: clock.nowMs() },
  });
  for (const [i, { ledger }] of both.entries())
    await ledger.append([
      {
        ...{ atMs: clock.nowMs(), actor: 'governor', subject: `incident:${i}`, kind: 'incident.opened' },
        data: incident(`INC-${i}`),
      },
    ]);
  const told = async () => {
    for (const { ledger, detector } of both) {
      await ledger.catchUp();
      await detector.settled();
    }
    const [recurrence] = both[0]!.ledger.query.recurrences().items;
    return recurrence && both[0]!.ledger.query.notificationsOf(recurrence.id)[0]?.state;
  };
  await expect.poll(told, { timeout: 60_000 }).toBe('sent');
  for (const { detector } of both) await detector.close();
  for (const { stop } of both) await stop();
  const [{ ledger }] = both as [(typeof both)[0]];
  expect(ledger.query.recurrences().items).toHaveLength(1);
  expect(receiver.received).toHaveLength(1);
  for (const each of both) await each.ledger.close();
  await receiver.close();
  await postgres.stop();
});
