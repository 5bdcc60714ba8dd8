import type { NewEvent, Review } from '@ounce/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { VirtualClock } from '../simulator/virtual-clock.ts';
import { knowledgeFields, type Ledger, openLedger } from './index.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 5, 1);
let ledger: Ledger;
beforeEach(async () => {
  ledger = await openLedger({
    journal: createMemoryJournal(),
    readModelPath: ':memory:',
    clock: new VirtualClock(now),
  });
});
afterEach(() => ledger.close());

type Story = Partial<Review> & {
  id: string;
  type?: string;
  service?: string;
  summary?: string;
  daysAgo: number;
};

const by = (atMs: number) => ({ atMs, actor: 'local', subject: 'fleet' });

function story({
  id,
  type = 'queue_backlog',
  service = 'consumer',
  summary = '',
  daysAgo,
  ...more
}: Story): NewEvent[] {
  const startedAtMs = now - daysAgo * dayMs;
  const incident = {
    ...{ id, type, service, region: 'eu-1', severity: 2 as const, drill: false, summary },
    ...{ startedAtMs, detectedAtMs: startedAtMs },
  };
  const review: Review = {
    ...{ id: `PIR-${id}`, incidentId: id, version: 1, status: 'finished', title: summary, timeline: [] },
    ...{ rootCauses: [], actions: [], impact: '', contributingFactors: '', whyNotCaught: '', wentWell: '' },
    ...{ lessons: '', resolution: '' },
    ...more,
  };
  return [
    { ...by(startedAtMs), kind: 'incident.opened', data: incident },
    {
      ...by(startedAtMs + 60_000),
      kind: 'incident.resolved',
      data: { incidentId: id, why: 'Normal again.' },
    },
    { ...by(startedAtMs + dayMs / 2), kind: 'review.saved', data: { review } },
  ];
}

const cause = (id: string, title: string): NewEvent => ({
  ...by(0),
  kind: 'root_cause.saved',
  data: { rootCause: { id, version: 1, incidentType: 'queue_backlog', title } },
});

async function tell() {
  await ledger.append([
    cause('no-predictive-scaling', 'No predictive scaling'),
    ...story({
      id: 'A',
      summary: 'The queue backlog of the consumer grew for an hour',
      daysAgo: 100,
      rootCauses: ['no-predictive-scaling'],
      resolution: 'Scaled the consumer to ten replicas by hand.',
    }),
    ...story({
      id: 'B',
      type: 'latency_spike',
      service: 'database',
      summary: 'Checkout was slow because a query had no index',
      daysAgo: 50,
      contributingFactors: 'A missing index on orders',
      resolution: 'Added the index concurrently.',
    }),
    ...story({
      id: 'C',
      summary: 'Backlog after a campaign',
      daysAgo: 20,
      rootCauses: ['no-predictive-scaling'],
      resolution: 'Predictive scaling was enforced.',
    }),
  ]);
}

const find = (query: string, field: (typeof knowledgeFields)[number] = 'text') =>
  ledger.query.knowledge({ field, query });
const ids = (query: string, field?: (typeof knowledgeFields)[number]) =>
  find(query, field).map(({ incidentId }) => incidentId);

describe('searching', () => {
  test('finds by words, the best first, in the part that is asked for', async () => {
    await tell();
    expect(ids('queue backlog')[0]).toBe('A');
    expect(ids('index')).toEqual(['B']);
    expect(ids('index', 'solution')).toEqual(['B']);
    expect(ids('campaign', 'solution')).toEqual([]);
    expect(ids('predictive scaling', 'root-cause').sort()).toEqual(['A', 'C']);
    expect(ids('replica', 'solution')).toEqual(['A']);
  });

  test('marks what was found', async () => {
    await tell();
    const [hit] = find('index', 'solution');
    expect(hit?.by).toBe('words');
    expect(hit?.excerpt.filter(({ found }) => found)).toEqual([{ text: 'index', found: true }]);
    expect(hit?.excerpt.map(({ text }) => text).join('')).toContain('Added the index concurrently.');
  });

  test('forgives misspellings and says so', async () => {
    await tell();
    const hits = find('qeue backlgo');
    expect(hits[0]).toMatchObject({ incidentId: 'A', by: 'spelling' });
    expect(hits[0]?.excerpt.filter(({ found }) => found).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['queue', 'backlog']),
    );
    expect(find('databse')[0]).toMatchObject({ incidentId: 'B', by: 'spelling' });
    expect(ids('xylophone')).toEqual([]);
  });

  test('keeps to a time', async () => {
    await tell();
    const sinceMs = now - 30 * dayMs;
    expect(
      ledger.query.knowledge({ field: 'text', query: 'backlog', sinceMs }).map((hit) => hit.incidentId),
    ).toEqual(['C']);
  });

  test('takes any text as a text, never as a question to the index', async () => {
    await tell();
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', 'a" OR "b', 'NEAR(x', '*', 'title:', '{', '-- x', "'; drop"),
    );
    fc.assert(
      fc.property(odd, fc.constantFrom(...knowledgeFields), (query, field) => {
        expect(Array.isArray(find(query, field))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

test('an entry follows its review and its incident', async () => {
  await tell();
  const reopened: NewEvent = {
    ...by(now),
    kind: 'incident.reopened',
    data: { incidentId: 'B', why: 'It is back.' },
  };
  await ledger.append([reopened]);
  expect(ids('index')).toEqual([]);
  await ledger.append([{ ...by(now), kind: 'incident.resolved', data: { incidentId: 'B', why: 'Done.' } }]);
  expect(ids('index')).toEqual(['B']);
  const summary = 'A slow checkout';
  await ledger.append([
    {
      ...by(now),
      kind: 'incident.corrected',
      data: { incidentId: 'B', changes: { summary, service: 'orders' }, why: 'x' },
    },
  ]);
  expect(find('orders')[0]).toMatchObject({ incidentId: 'B', service: 'orders' });
});

test('a root cause is told with how often its solutions held; the newest are not told yet', async () => {
  await tell();
  const [pattern] = ledger.query.solutionPatterns(now);
  expect(pattern).toMatchObject({ rootCause: 'no-predictive-scaling', used: 1, held: 1, open: 1 });
  expect(pattern?.resolutions[0]).toBe('Predictive scaling was enforced.');
  await ledger.append(story({ id: 'D', summary: 'Again', daysAgo: 5 }));
  expect(ledger.query.solutionPatterns(now)[0]).toMatchObject({ used: 2, held: 1, open: 0 });
});

test('similar incidents: the same type and service before others, each with the reason', async () => {
  await tell();
  const opened = story({ id: 'E', summary: 'The queue grows after the campaign', daysAgo: 0 }).slice(0, 1);
  await ledger.append(opened);
  const similar = ledger.query.similarIncidents('E');
  expect(
    similar
      .map(({ incidentId }) => incidentId)
      .slice(0, 2)
      .sort(),
  ).toEqual(['A', 'C']);
  expect(similar[0]).toMatchObject({
    why: 'The same type on the same service.',
    solution: expect.stringContaining('Predictive'),
  });
  expect(ledger.query.similarIncidents('nobody')).toEqual([]);
});

test('searches in vain are counted', async () => {
  const missed = (atMs: number): NewEvent => ({
    ...by(atMs),
    kind: 'knowledge.missed',
    data: { field: 'text', query: 'kafka lag' },
  });
  await ledger.append([missed(1), missed(2)]);
  expect(ledger.query.knowledgeGaps()).toEqual([
    { field: 'text', query: 'kafka lag', searches: 2, lastAtMs: 2 },
  ]);
});
