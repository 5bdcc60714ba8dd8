import { OunceError } from '@ounce/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryJournal } from '../../connectors/memory-journal/index.ts';
import { type Ledger, openLedger } from '../../ledger/index.ts';
import type { Clock, Journal, Notification, Notifier } from '../../ports/index.ts';
import { Outbox } from './outbox.ts';

const minuteMs = 60_000;
let journal: Journal;
let ledgers: Ledger[];
let nowMs: number;

/** Waits only until somebody is tired of it. */
const clock: Clock = {
  nowMs: () => nowMs,
  monotonicMs: () => nowMs,
  sleep: (_, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
};

beforeEach(() => {
  nowMs = 1_000_000;
  journal = createMemoryJournal();
  ledgers = [];
});
afterEach(async () => {
  for (const ledger of ledgers) await ledger.close();
});

async function governor(name: string, notifier: Notifier): Promise<{ ledger: Ledger; outbox: Outbox }> {
  const ledger = await openLedger({ journal, readModelPath: ':memory:', clock });
  ledgers.push(ledger);
  const channels = [{ name: 'slack:1', notifier }];
  return {
    ledger,
    outbox: new Outbox({ ledger, clock, channels, actor: `governor:${name}`, log: () => {} }),
  };
}

function receiver(answer: () => Promise<void> = async () => {}) {
  const told: string[] = [];
  const notifier: Notifier = {
    async notify({ id }, signal) {
      told.push(id);
      await Promise.race([
        answer(),
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      ]);
    },
    async close() {},
  };
  return { told, notifier };
}

const notification: Notification = {
  ...{ id: 'REC-1', atMs: 0, kind: 'prevention_failure_detected', severity: 'warning' },
  ...{ title: 'Again', text: 'Twice.', labels: {} },
};
const { signal } = new AbortController();
const refusal = (retry: boolean) => new OunceError('OUNCE_E_NOTIFY', 'It answered 503.', { retry });

test('two governors that see the same recurrence tell it once', async () => {
  const { told, notifier } = receiver();
  const [a, b] = [await governor('a', notifier), await governor('b', notifier)];
  await Promise.all([a, b, a].map(({ outbox }) => outbox.deliver(notification, signal)));
  await a.outbox.deliver(notification, signal);
  expect(told).toEqual(['REC-1']);
  await a.ledger.catchUp();
  expect(a.ledger.query.notificationsOf('REC-1')).toMatchObject([{ state: 'sent', attempt: 1 }]);
});

test('after a restart nothing is told again', async () => {
  const { told, notifier } = receiver();
  await (await governor('a', notifier)).outbox.deliver(notification, signal);
  await (await governor('a', notifier)).outbox.deliver(notification, signal);
  expect(told).toEqual(['REC-1']);
});

test('a governor that dies between claim and word leaves a claim that ends: then another tells it, with the same id', async () => {
  const dead = receiver(() => new Promise(() => {}));
  const alive = receiver();
  const a = await governor('a', dead.notifier);
  void a.outbox.deliver(notification, signal);
  await expect.poll(() => dead.told).toEqual(['REC-1']);
  const b = await governor('b', alive.notifier);
  await b.outbox.deliver(notification, signal);
  expect(alive.told).toEqual([]);
  nowMs += 2 * minuteMs;
  await b.outbox.deliver(notification, signal);
  expect(alive.told).toEqual(['REC-1']);
  expect(b.ledger.query.notification('REC-1', 'slack:1')).toMatchObject({ state: 'sent', attempt: 2 });
});

test('what failed for the moment is tried again after a while, twice as long each time; what failed for good is not', async () => {
  let retry = true;
  const { told, notifier } = receiver(() => Promise.reject(refusal(retry)));
  const { outbox, ledger } = await governor('a', notifier);
  const after = async (minutes: number) => {
    nowMs += minutes * minuteMs;
    await outbox.deliver(notification, signal);
    return told.length;
  };
  expect(await after(0)).toBe(1);
  expect(await after(0.9)).toBe(1);
  expect(await after(0.1)).toBe(2);
  expect(await after(1)).toBe(2);
  retry = false;
  expect(await after(1)).toBe(3);
  expect(await after(10_000)).toBe(3);
  expect(ledger.query.notification('REC-1', 'slack:1')).toMatchObject({
    ...{ state: 'failed', retry: false, why: 'It answered 503.' },
  });
});

test('a stop in the middle is a failure that may be tried again', async () => {
  const stop = new AbortController();
  const { told, notifier } = receiver(() => new Promise(() => {}));
  const { outbox, ledger } = await governor('a', notifier);
  const sending = outbox.deliver(notification, stop.signal);
  await expect.poll(() => told).toEqual(['REC-1']);
  stop.abort(new Error('the governor stops'));
  await sending;
  expect(ledger.query.notification('REC-1', 'slack:1')).toMatchObject({ state: 'failed', retry: true });
});
