import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RecurrenceDetector } from '../../../src/prevention/recurrence/index.ts';
import { type Served, serve } from './served.ts';

const dayMs = 86_400_000;
let served: Served;
let detector: RecurrenceDetector;
const viewer = { as: 'viewer' } as const;

beforeAll(async () => {
  served = await serve({ services: { shop: { slo: { availability: 0.999 } } } });
  const { ledger, clock, config } = served.context;
  detector = new RecurrenceDetector({ ledger, clock, settings: config.recurrence, log: () => {} });
  const nowMs = clock.nowMs();
  const at = (days: number) => nowMs - days * dayMs;
  const incident = (id: string, days: number) => ({
    ...{ atMs: at(days), actor: 'governor', subject: `incident:${id}`, kind: 'incident.opened' as const },
    data: {
      ...{ id, type: 'queue_backlog', service: 'shop', region: 'local', severity: 2 as const, drill: false },
      ...{
        summary: 'Backlog.',
        startedAtMs: at(days),
        detectedAtMs: at(days),
        resolvedAtMs: at(days) + 600_000,
      },
    },
  });
  await ledger.append([
    {
      ...{ atMs: at(300), actor: 'governor', subject: 'fleet', kind: 'governor.started' },
      data: { version: '1', fleet: 'shop', governor: 'a' },
    },
    {
      ...{ atMs: at(100), actor: 'local', subject: 'prevention:scaling', kind: 'prevention.saved' },
      data: {
        prevention: {
          ...{ id: 'scaling', version: 1, title: 'Predictive scaling', incidentTypes: ['queue_backlog'] },
          ...{ rootCauses: [], kind: 'architecture', oldApproach: '', newApproach: [], owner: 'sre' },
          ...{ priority: 'P0', status: 'complete', checklist: [], services: [], rollouts: [] },
          completedAtMs: at(100),
        },
      },
    },
    ...[290, 250, 200, 150, 20, 0.5].map((days) => incident(`INC-${days}`, days)),
  ]);
  await detector.settled();
});
afterAll(async () => {
  await detector.close();
  await served.close();
});

describe('effectiveness', () => {
  test('the overview has figures with intervals and says on what time they rest', async () => {
    const { status, body } = await served.ask('GET', '/api/effectiveness', viewer);
    expect(status).toBe(200);
    const row = body.types.find((each: { type: string }) => each.type === 'queue_backlog');
    expect(row).toMatchObject({ kind: 'not-yet-known', before: { count: 4 }, after: { count: 2 } });
    expect(row.before.low).toBeLessThan(row.before.perMonth);
    expect(row.months.length).toBeGreaterThan(9);
    expect(body.exposure.basis).toEqual([expect.stringContaining('Ounce itself has watched')]);
    expect(body.services).toMatchObject([{ service: 'shop', budget: { target: 0.999, met: true } }]);
  });

  test('one prevention, the list of them, and how the credit is shared', async () => {
    const detail = await served.ask('GET', '/api/effectiveness/preventions/scaling', viewer);
    expect(detail.body).toMatchObject({ id: 'scaling', toResolve: { answer: 'not-possible' } });
    const list = await served.ask('GET', '/api/effectiveness/preventions?type=queue_backlog', viewer);
    expect(list.body.items).toMatchObject([{ id: 'scaling', toResolve: null }]);
    const credit = await served.ask('GET', '/api/effectiveness/types/queue_backlog/credit', viewer);
    expect(credit.body.credit).toMatchObject([{ id: 'scaling', sharedWith: [], aloneShare: 1 }]);
    expect((await served.ask('GET', '/api/effectiveness/preventions/nothing', viewer)).status).toBe(404);
  });

  test('tickets are counted by an operator, one or many', async () => {
    const count = { source: 'desk', sinceMs: 0, untilMs: 1000, count: 3 };
    expect((await served.ask('POST', '/api/tickets', { ...viewer, body: count })).status).toBe(403);
    const told = await served.ask('POST', '/api/tickets', { as: 'operator', body: [count, count] });
    expect(told).toMatchObject({ status: 200, body: { counted: 2 } });
    const wrong = { ...count, untilMs: -1 };
    expect((await served.ask('POST', '/api/tickets', { as: 'operator', body: wrong })).status).toBe(400);
  });
});

describe('recurrence', () => {
  test('the alarm names the prevention, and its second look is closed once', async () => {
    const { body } = await served.ask('GET', '/api/recurrences', viewer);
    expect(body.items).toMatchObject([
      { type: 'queue_backlog', preventions: [{ id: 'scaling' }], chance: { perMonth: 0.5 }, told: [] },
    ]);
    const [{ id }] = body.items;
    const open = await served.ask('GET', '/api/prevention-reviews?state=open', viewer);
    expect(open.body.items).toMatchObject([{ preventionId: 'scaling', recurrenceId: id }]);
    const path = `/api/recurrences/${id}/reviews/scaling/close`;
    const closing = { as: 'operator', body: { outcome: 'fix', why: 'The ceiling was too low.' } } as const;
    const closed = await served.ask('POST', path, closing);
    expect(closed.body.reviews).toMatchObject([{ outcome: 'fix', closedWhy: 'The ceiling was too low.' }]);
    expect((await served.ask('POST', path, closing)).status).toBe(404);
    expect((await served.ask('GET', `/api/recurrences/${id}`, viewer)).body.id).toBe(id);
    expect((await served.ask('GET', '/api/recurrences/nothing', viewer)).status).toBe(404);
  });

  test('each rule stands beside its chance', async () => {
    const { body } = await served.ask('GET', '/api/recurrence-rules', viewer);
    const backlog = body.items.find((each: { type: string }) => each.type === 'queue_backlog');
    expect(backlog.withinAYear).toBeCloseTo(0.82, 2);
    expect(backlog.rateAware.sameWindow).toMatchObject({ count: 5, windowDays: 30 });
  });
});
