import type { NewEvent, Review } from '@ounce/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  type History,
  historyOf,
  incidentEvent,
  onDay,
  preventionEvent,
} from '../effectiveness/test-history.ts';
import { notificationOf } from './alarm.ts';
import { ruleChances } from './chances.ts';
import { closePreventionReview } from './close-review.ts';
import { RecurrenceDetector } from './detector.ts';
import type { ConfiguredRule } from './settings.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

const usual: ConfiguredRule = { count: 2, windowDays: 30, perService: false };

async function watching(events: readonly NewEvent[], day: number, rules = [usual]) {
  const history = await historyOf([], events, day);
  opened.push(history);
  return { ...history, detector: detectorOf(history, rules) };
}

function detectorOf({ ledger, clock }: Pick<History, 'ledger' | 'clock'>, rules = [usual]) {
  const settings = { rules, targetPerMonth: { queue_backlog: 0.5 } };
  const detector = new RecurrenceDetector({
    ...{ ledger, clock, settings },
    log: (says) => expect.unreachable(says),
  });
  opened.push(detector);
  return detector;
}

const finished = (incidentId: string, rootCauses: string[]): NewEvent => {
  const review: Review = {
    ...{ id: `PIR-${incidentId}`, incidentId, version: 1, status: 'finished', title: 'Review', timeline: [] },
    ...{ rootCauses, actions: [], impact: '', contributingFactors: '', whyNotCaught: '', wentWell: '' },
    ...{ lessons: '', resolution: '' },
  };
  return {
    ...{
      atMs: onDay(99),
      actor: 'local',
      subject: `review:${review.id}`,
      kind: 'review.saved',
      data: { review },
    },
  };
};

describe('twice in 30 days', () => {
  test('names the prevention that should have stopped it, and opens a second look at it', async () => {
    const { ledger, clock, add, detector } = await watching(
      [preventionEvent('scaling', 50), incidentEvent('one', { day: 80 })],
      100,
    );
    await add(incidentEvent('two', { day: 99.9 }));
    await detector.settled();
    const [recurrence, ...others] = ledger.query.recurrences().items;
    expect(others).toEqual([]);
    expect(recurrence).toMatchObject({
      id: 'REC-2-30-all-queue_backlog-two',
      incidentIds: ['one', 'two'],
      preventions: [{ id: 'scaling', why: expect.stringContaining('has protected shop since 2025-02-20') }],
      says: 'queue_backlog occurred twice within 30 days; "The prevention scaling" did not stop it.',
    });
    expect(recurrence!.chance!.withinAYear).toBeCloseTo(0.82, 2);
    expect(ledger.query.preventionReviews({ open: true })).toMatchObject([
      { preventionId: 'scaling', recurrenceId: recurrence!.id },
    ]);
    expect(notificationOf(recurrence!).text).toContain('with probability 82 % at the accepted 0.5 a month');

    const close = { preventionId: 'scaling', recurrenceId: recurrence!.id, outcome: 'fix', why: 'Too low.' };
    const by = { ledger, clock, actor: 'token:ada' };
    await closePreventionReview(by, close as Parameters<typeof closePreventionReview>[1]);
    expect(ledger.query.preventionReviews({ open: true })).toEqual([]);
    await expect(
      closePreventionReview(by, close as Parameters<typeof closePreventionReview>[1]),
    ).rejects.toMatchObject({ code: 'OUNCE_E_NOT_FOUND' });
  });

  test.each([
    ['another type', { day: 99.9, type: 'latency_spike' }],
    ['a drill', { day: 99.9, drill: true }],
    ['31 days later', { day: 111.1 }],
  ])('%s is none', async (_, second) => {
    const { ledger, clock, add, detector } = await watching([incidentEvent('one', { day: 80 })], 100);
    clock.day = 112;
    await add(incidentEvent('two', second));
    await detector.settled();
    expect(ledger.query.recurrences().items).toEqual([]);
  });

  test('an old history wakes nobody; one that is told a day late does, once with each after it', async () => {
    const { ledger, add, detector } = await watching([], 100);
    await add(incidentEvent('old-1', { day: 70 }), incidentEvent('old-2', { day: 72 }));
    await detector.settled();
    expect(ledger.query.recurrences().items).toEqual([]);
    await add(incidentEvent('newest', { day: 99.9, service: 'cart' }));
    await detector.settled();
    expect(ledger.query.recurrences().items.map(({ incidentIds }) => incidentIds)).toEqual([
      ['old-1', 'old-2', 'newest'],
    ]);
    await add(incidentEvent('late', { day: 99 }));
    await detector.settled();
    expect(ledger.query.recurrences().items.map(({ id }) => id)).toEqual([
      'REC-2-30-all-queue_backlog-late',
      'REC-2-30-all-queue_backlog-newest',
    ]);
  });

  test('per service counts each service alone', async () => {
    const perService = { ...usual, perService: true };
    const { ledger, add, detector } = await watching([], 100, [perService]);
    await add(incidentEvent('a', { day: 99 }), incidentEvent('b', { day: 99.5, service: 'cart' }));
    await detector.settled();
    expect(ledger.query.recurrences().items).toEqual([]);
    await add(incidentEvent('c', { day: 99.9, service: 'cart' }));
    await detector.settled();
    expect(ledger.query.recurrences().items).toMatchObject([{ service: 'cart', incidentIds: ['b', 'c'] }]);
  });

  test('what the last governor did not come to is found at the next start, and only once by two', async () => {
    const history = await historyOf(
      [],
      [incidentEvent('one', { day: 98 }), incidentEvent('two', { day: 99 })],
      100,
    );
    opened.push(history);
    const detectors = [detectorOf(history), detectorOf(history)];
    for (const detector of detectors) await detector.settled();
    expect(history.ledger.query.recurrences().items).toHaveLength(1);
  });

  test('at a start after many, whom to suspect is asked once for each recurrence, and at the next start not at all', async () => {
    const many = Array.from({ length: 9 }, (_, i) => incidentEvent(`i${i}`, { day: 98 + i / 10 }));
    const history = await historyOf([], [preventionEvent('scaling', 50), ...many], 100);
    opened.push(history);
    const asked = vi.spyOn(history.ledger.query, 'completedPreventions');
    await detectorOf(history).settled();
    expect(history.ledger.query.recurrences().items).toHaveLength(8);
    expect(asked).toHaveBeenCalledTimes(8);
    await detectorOf(history).settled();
    expect(asked).toHaveBeenCalledTimes(8);
  });
});

describe('which prevention should have stopped it', () => {
  test('a found root cause before the type; verified before complete; none that came later or protects others', async () => {
    const { ledger, add, detector } = await watching(
      [
        preventionEvent('by-type', 60),
        preventionEvent('verified', 50, { status: 'verified' }),
        preventionEvent('by-cause', 40, { rootCauses: ['no-forecast'], incidentTypes: [] }),
        preventionEvent('later', 99.95),
        preventionEvent('elsewhere', 40, { services: ['cart'] }),
        preventionEvent('given-up', 40, { status: 'ineffective' }),
        preventionEvent('planned', 40, { status: 'planned' }),
        incidentEvent('one', { day: 90 }),
        finished('one', ['no-forecast']),
      ],
      100,
    );
    await add(incidentEvent('two', { day: 99.9 }));
    await detector.settled();
    const { preventions } = ledger.query.recurrences().items[0]!;
    expect(preventions.map(({ id }) => id)).toEqual(['by-cause', 'verified', 'by-type']);
    expect(preventions[0]!.why).toContain('which the review of one has found');
  });

  test('where none was in place it says so, and opens no second look', async () => {
    const { ledger, add, detector } = await watching([incidentEvent('one', { day: 90 })], 100);
    await add(incidentEvent('two', { day: 99.9 }));
    await detector.settled();
    expect(ledger.query.recurrences().items[0]!.says).toContain('no prevention against it was in place');
    expect(ledger.query.preventionReviews()).toEqual([]);
  });
});

test('beside each rule stands how often it fires by chance, and one that knows the rate', () => {
  const [chance] = ruleChances({ rules: [usual], targetPerMonth: { queue_backlog: 0.5 } });
  expect(chance!.withinAYear).toBeCloseTo(0.82, 2);
  expect(chance!.rateAware!.sameWindow).toMatchObject({ count: 5, windowDays: 30 });
  expect(chance!.says).toContain('82 %');
  expect(ruleChances({ rules: [usual], targetPerMonth: { x: 0 } })[0]!.rateAware).toBeNull();
});
