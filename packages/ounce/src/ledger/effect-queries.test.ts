import type { Decision, NewEvent } from '@ounce/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../connectors/clock/index.ts';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { type Ledger, openLedger } from './index.ts';

let ledger: Ledger;
beforeEach(async () => {
  ledger = await openLedger({
    journal: createMemoryJournal(),
    readModelPath: ':memory:',
    clock: systemClock(),
  });
});
afterEach(() => ledger.close());

const event = (atMs: number, rest: Pick<NewEvent, 'kind' | 'data'>, actor = 'governor') =>
  ({ atMs, actor, subject: 'fleet', ...rest }) as NewEvent;

test('an order that was written down and then failed counts as failed, and not as taken', async () => {
  const decision: Decision = {
    ...{ id: 'predictive-scaling/consumer@local/1000', control: 'predictive-scaling', atMs: 1000 },
    ...{ service: 'consumer', region: 'local', why: 'The queue grows.', evidence: {}, gradeAtMs: 2000 },
    action: { kind: 'scale', from: 1, to: 2 },
  };
  const { action, why } = decision;
  await ledger.append([event(1000, { kind: 'action.taken', data: { decision, action, why } })]);
  expect(ledger.query.actions({ outcome: 'taken' }).items).toHaveLength(1);
  await ledger.append([
    event(1001, { kind: 'action.failed', data: { decision, action, error: 'No answer.' } }),
  ]);
  expect(ledger.query.actions().items).toMatchObject([{ seq: 1, outcome: 'failed', why: 'No answer.' }]);
  expect(ledger.query.counts().actions).toEqual({ taken: 0, held: 0, failed: 1 });
  expect(ledger.query.controlDays()).toMatchObject([{ taken: 0, failed: 1 }]);
});

test('tickets that are counted again replace the count', async () => {
  const count = { source: 'desk', sinceMs: 0, untilMs: 86_400_000, service: 'shop' };
  await ledger.append([
    event(1, { kind: 'tickets.counted', data: { ...count, count: 7 } }),
    event(2, { kind: 'tickets.counted', data: { ...count, count: 9 } }),
    event(3, { kind: 'tickets.counted', data: { source: 'desk', sinceMs: 0, untilMs: 1, count: 1 } }),
  ]);
  expect(ledger.query.ticketCounts()).toEqual([
    { source: 'desk', sinceMs: 0, untilMs: 1, count: 1 },
    { ...count, count: 9 },
  ]);
});

test('of two claims that crossed, the first counts; what is sent stays sent', async () => {
  const told = { notificationId: 'recurrence-1', channel: 'slack:1' };
  const claim = (attempt: number, untilMs: number) =>
    ({ kind: 'notification.claimed', data: { ...told, attempt, untilMs } }) as const;
  await ledger.append([event(1, claim(1, 100), 'a'), event(2, claim(1, 200), 'b')]);
  expect(ledger.query.notification('recurrence-1', 'slack:1')).toMatchObject({ actor: 'a', untilMs: 100 });
  const failed = { ...told, attempt: 1, why: 'It answered 503.', retry: true };
  await ledger.append([event(3, { kind: 'notification.failed', data: failed }, 'a')]);
  expect(ledger.query.notificationsOf('recurrence-1')).toMatchObject([{ state: 'failed', retry: true }]);
  await ledger.append([
    event(4, claim(2, 300), 'b'),
    event(5, { kind: 'notification.sent', data: { ...told, attempt: 2 } }, 'b'),
    event(6, claim(3, 400), 'a'),
  ]);
  expect(ledger.query.notification('recurrence-1', 'slack:1')).toMatchObject({ state: 'sent', attempt: 2 });
});

test('a second look at a prevention is opened once and closed once', async () => {
  const ref = { preventionId: 'p', recurrenceId: 'r' };
  const open = { kind: 'prevention.review_opened', data: { ...ref, why: 'It came back.' } } as const;
  await ledger.append([event(1, open), event(2, open)]);
  expect(ledger.query.preventionReviews({ open: true })).toMatchObject([{ ...ref, openedAtMs: 1 }]);
  const close = (outcome: 'fix' | 'keep') =>
    ({ kind: 'prevention.review_closed', data: { ...ref, outcome, why: 'Seen.' } }) as const;
  await ledger.append([event(3, close('fix'), 'ada'), event(4, close('keep'), 'bob')]);
  expect(ledger.query.preventionReviews()).toMatchObject([{ outcome: 'fix', closedBy: 'ada' }]);
  expect(ledger.query.preventionReviews({ open: true })).toEqual([]);
});

test('only real incidents are facts', async () => {
  const incident = (id: string, drill: boolean) => ({
    ...{ id, drill, type: 'latency_spike', service: 'shop', region: 'local', severity: 2 as const },
    ...{ summary: 'Slow.', startedAtMs: 10, detectedAtMs: 20, ...(id === 'b' && { resolvedAtMs: 30 }) },
  });
  await ledger.append(
    [incident('a', true), incident('b', false), incident('c', false)].map((data) =>
      event(20, { kind: 'incident.opened', data }),
    ),
  );
  const fact = {
    source: 'detection',
    type: 'latency_spike',
    service: 'shop',
    severity: 2,
    startedAtMs: 10,
    detectedAtMs: 20,
  };
  expect(
    ledger.query.incidentFacts({ type: 'latency_spike' }).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  ).toEqual([
    { ...fact, id: 'b', resolvedAtMs: 30 },
    { ...fact, id: 'c' },
  ]);
  expect(ledger.query.incidentFact('a')).toBeUndefined();
});
