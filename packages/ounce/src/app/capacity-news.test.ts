import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEvent } from '@ounce/core';
import { expect, test } from 'vitest';
import { systemClock } from '../connectors/clock/index.ts';
import { openFileJournal } from '../connectors/file-journal/index.ts';
import { openLedger } from '../ledger/index.ts';
import type { Notification } from '../ports/index.ts';
import { Outbox, raiseAlarms } from '../prevention/recurrence/index.ts';
import { capacityNews } from './capacity-news.ts';

const of = { service: 'shop', region: 'local' };
const shortage = {
  ...{ fromMs: 1, untilMs: 2, worstMs: 1, upper: 120, capacity: 100, replicas: 3 },
  capped: false,
};

test('what is told of the days ahead reaches a channel once, whatever is restarted in between', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ounce-news-'));
  const clock = systemClock();
  const received: Notification[] = [];
  const notifier = {
    notify: async (notification: Notification) => {
      received.push(notification);
    },
    close: async () => {},
  };
  const governor = async () => {
    const journal = await openFileJournal({ path: join(folder, 'journal') });
    const ledger = await openLedger({ journal, readModelPath: join(folder, 'read-model.sqlite'), clock });
    const channels = [{ name: 'webhook:1', notifier }];
    const outbox = new Outbox({ ledger, clock, channels, actor: 'governor:a', log: () => {} });
    const stop = raiseAlarms({ ledger, clock, outbox, also: [capacityNews(ledger)] });
    return {
      ledger,
      stop: async () => {
        await stop();
        await ledger.close();
      },
    };
  };
  const tell = (event: Pick<NewEvent, 'kind' | 'data'>) =>
    ({ atMs: clock.nowMs(), actor: 'governor', subject: 'shop@local', ...event }) as NewEvent;
  const first = await governor();
  await first.ledger.append([
    tell({
      kind: 'capacity.shortage_ahead',
      data: { ...of, shortage, firstMs: 1, says: 'Too little on Friday.' },
    }),
  ]);
  await expect.poll(() => received.length).toBe(1);
  await first.stop();
  const second = await governor();
  await second.ledger.append([
    tell({ kind: 'capacity.shortage_over', data: { ...of, says: 'It is over.' } }),
  ]);
  await expect.poll(() => received.length).toBe(2);
  await second.stop();
  const third = await governor();
  await clock.sleep(200, new AbortController().signal);
  await third.stop();
  expect(received.map(({ kind, text }) => [kind, text])).toEqual([
    ['capacity.shortage_ahead', 'Too little on Friday.'],
    ['capacity.shortage_over', 'It is over.'],
  ]);
  rmSync(folder, { recursive: true });
});
