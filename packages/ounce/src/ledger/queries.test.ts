import type { Decision, Incident, NewEvent } from '@ounce/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeEvents } from '../../test/integration/ledger/sample-events.ts';
import { systemClock } from '../connectors/clock/index.ts';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { note } from '../ports/journal.contract.ts';
import { type Ledger, openLedger, type Page } from './index.ts';

let ledger: Ledger;
beforeEach(async () => {
  const journal = createMemoryJournal();
  ledger = await openLedger({ journal, readModelPath: ':memory:', clock: systemClock() });
});
afterEach(() => ledger.close());

const ref = { service: 'consumer', region: 'eu-1' };
const at = (atMs: number) => ({ atMs, actor: 'governor', subject: 'consumer@eu-1' });

function opened(id: string, startedAtMs: number, more: Partial<Incident> = {}): NewEvent {
  const detectedAtMs = startedAtMs + 10;
  const data: Incident = {
    ...{ id, type: 'queue_backlog', ...ref, severity: 2, drill: false, summary: 'The queue grows.' },
    ...{ startedAtMs, detectedAtMs, ...more },
  };
  return { ...at(detectedAtMs), kind: 'incident.opened', data };
}

function decision(atMs: number): Decision {
  const control = 'predictive-scaling';
  const action = { kind: 'scale', from: 2, to: 4 } as const;
  const id = `${control}/consumer@eu-1/${atMs}`;
  return { id, ...ref, control, atMs, action, why: 'It will be needed.', evidence: {}, gradeAtMs: atMs + 1 };
}

/** All items over all pages, which must each be of the asked length but the last. */
function allPages<Item>(ask: (cursor: string | undefined) => Page<Item>, limit: number): Item[] {
  const items: Item[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = ask(cursor);
    items.push(...page.items);
    if (page.next === undefined) return items;
    expect(page.items).toHaveLength(limit);
    cursor = page.next;
  }
}

describe('incidents', () => {
  test('carry their times and reasons as they come; the first word about each counts', async () => {
    const mitigated = { incidentId: 'A', why: 'Scaled out.' };
    const resolved = { incidentId: 'A', why: 'The depth was normal for 60 s.' };
    await ledger.append([opened('A', 1000), opened('A', 5000)]);
    expect(ledger.query.incident('A')).toEqual({
      ...{ id: 'A', seq: 1, type: 'queue_backlog', ...ref, severity: 2, drill: false },
      ...{ summary: 'The queue grows.', startedAtMs: 1000, detectedAtMs: 1010, source: 'detection' },
    });
    await ledger.append([
      { ...at(2000), kind: 'incident.mitigated', data: mitigated },
      { ...at(2500), kind: 'incident.mitigated', data: { ...mitigated, why: 'Again.' } },
      { ...at(3000), kind: 'incident.resolved', data: resolved },
    ]);
    expect(ledger.query.incident('A')).toMatchObject({
      ...{ mitigatedAtMs: 2000, mitigatedWhy: 'Scaled out.' },
      ...{ resolvedAtMs: 3000, resolvedWhy: 'The depth was normal for 60 s.' },
    });
    expect(ledger.query.openIncidents()).toEqual([]);
    expect(ledger.query.incident('B')).toBeUndefined();
  });

  test('a drill is listed as one and never counted as real', async () => {
    await ledger.append([
      opened('real', 1),
      opened('drill', 2, { drill: true, experimentId: 'E' }),
      opened('other', 3, { type: 'latency_spike' }),
    ]);
    expect(ledger.query.counts()).toMatchObject({
      incidents: { open: 2, total: 2, byType: { queue_backlog: 1, latency_spike: 1 } },
      drills: { open: 1, total: 1 },
    });
    expect(ledger.query.openIncidents().map(({ id }) => id)).toEqual(['other', 'drill', 'real']);
    expect(ledger.query.incidents({ drill: false }).items.map(({ id }) => id)).toEqual(['other', 'real']);
    expect(ledger.query.incident('drill')).toMatchObject({ drill: true, experimentId: 'E' });
  });

  test('pages hold each incident once, newest first, also where many started at the same time', async () => {
    await ledger.append(Array.from({ length: 57 }, (_, i) => opened(`I ${i}`, Math.floor(i / 10))));
    const seen = allPages((cursor) => ledger.query.incidents({ limit: 8, ...(cursor && { cursor }) }), 8);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(57);
    const times = seen.map(({ startedAtMs }) => startedAtMs);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test('each filter gives what filtering by hand gives', async () => {
    await ledger.append(takeEvents(11, 2000));
    const all = ledger.query.incidents({ limit: 1000 }).items;
    expect(all.length).toBeGreaterThan(100);
    const { startedAtMs: middle, type, service, region } = all[all.length >> 1]!;
    const ids = (filter: Parameters<typeof ledger.query.incidents>[0]) =>
      ledger.query.incidents({ limit: 1000, ...filter }).items.map(({ id }) => id);
    const byHand = (keep: (incident: (typeof all)[number]) => boolean) =>
      all.filter(keep).map(({ id }) => id);
    expect(ids({ type })).toEqual(byHand((one) => one.type === type));
    expect(ids({ service, region })).toEqual(
      byHand((one) => one.service === service && one.region === region),
    );
    expect(ids({ severity: 1 })).toEqual(byHand((one) => one.severity === 1));
    expect(ids({ state: 'open' })).toEqual(byHand((one) => one.resolvedAtMs === undefined));
    expect(ids({ state: 'resolved', drill: true })).toEqual(
      byHand((one) => one.resolvedAtMs !== undefined && one.drill),
    );
    expect(ids({ sinceMs: middle })).toEqual(byHand((one) => one.startedAtMs >= middle));
    expect(ids({ untilMs: middle })).toEqual(byHand((one) => one.startedAtMs < middle));
  });

  test.each([0, 1001, 1.5, Number.NaN])('a limit of %s is refused', (limit) => {
    expect(() => ledger.query.incidents({ limit })).toThrow(RangeError);
  });

  test.each(['', 'x', '12', 'x y', "1' or 1=1 --"])('the cursor %j is refused', (cursor) => {
    expect(() => ledger.query.incidents({ cursor })).toThrow(RangeError);
    if (cursor !== '12') expect(() => ledger.query.actions({ cursor })).toThrow(RangeError);
  });
});

describe('actions', () => {
  const [first, second, third] = [decision(1000), decision(2000), decision(90_000_000)];

  beforeEach(() =>
    ledger.append([
      { ...at(1000), kind: 'action.taken', data: { decision: first, action: first.action, why: 'Done.' } },
      { ...at(2000), kind: 'action.held', data: { decision: second, because: 'frozen', why: 'Frozen.' } },
      { ...at(3000), kind: 'action.failed', data: { decision: third, action: third.action, error: 'No.' } },
    ]),
  );

  test('are listed newest first with their decisions, whatever became of them', () => {
    const { items } = ledger.query.actions({ service: 'consumer' });
    expect(items.map(({ outcome, why }) => [outcome, why])).toEqual([
      ['failed', 'No.'],
      ['held', 'Frozen.'],
      ['taken', 'Done.'],
    ]);
    expect(items[1]).toMatchObject({ because: 'frozen', action: second.action, decision: second });
    expect(items[2]).not.toHaveProperty('because');
    expect(items[2]).not.toHaveProperty('grade');
    expect(ledger.query.actions({ outcome: 'taken', control: 'predictive-scaling' }).items).toHaveLength(1);
    expect(ledger.query.actions({ service: 'other' }).items).toEqual([]);
  });

  test('that the platform held back were not taken, and are counted as held', async () => {
    const told = { decision: first, because: 'platform', why: 'A budget.' } as const;
    await ledger.append([{ ...at(4000), kind: 'action.held', data: told }]);
    expect(ledger.query.actions({ outcome: 'taken' }).items).toEqual([]);
    const { items } = ledger.query.actions({ outcome: 'held' });
    expect(items.map(({ because, why }) => [because, why])).toEqual([
      ['frozen', 'Frozen.'],
      ['platform', 'A budget.'],
    ]);
    expect(ledger.query.controlDays({ control: 'predictive-scaling' })[0]).toMatchObject({
      ...{ taken: 0, held: 2 },
    });
  });

  test('carry their grade once it is given, counted on the day of the decision', async () => {
    const grade = {
      decisionId: first.id,
      atMs: 200_000_000,
      outcome: 'true_positive',
      why: 'It was.',
    } as const;
    await ledger.append([{ ...at(200_000_000), kind: 'decision.graded', data: { grade, decision: first } }]);
    const { items } = ledger.query.actions({ outcome: 'taken' });
    expect(items[0]?.grade).toEqual({ outcome: 'true_positive', atMs: 200_000_000, why: 'It was.' });
    expect(ledger.query.controlDays({ control: 'predictive-scaling' })).toMatchObject([
      { dayMs: 0, taken: 1, held: 1, failed: 0, truePositives: 1, falsePositives: 0 },
      { dayMs: 86_400_000, taken: 0, held: 0, failed: 1, truePositives: 0 },
    ]);
    expect(ledger.query.counts().actions).toEqual({ taken: 1, held: 1, failed: 1 });
  });

  test('that are wanted no more are listed, and are no wish more that was held back', async () => {
    const ended = { ...decision(4000), action: { kind: 'hold' } } as const;
    const data = { decision: ended, because: 'no-longer-wanted', why: 'No longer wanted.' } as const;
    await ledger.append([{ ...at(4000), kind: 'action.held', data }]);
    expect(ledger.query.actions({}).items[0]).toMatchObject({ because: 'no-longer-wanted' });
    expect(ledger.query.controlDays({ control: 'predictive-scaling' })[0]).toMatchObject({ held: 1 });
  });
});

describe('state', () => {
  test('a freeze holds until it is lifted, and a second one does not move the first', async () => {
    expect(ledger.query.freeze()).toEqual({ kind: 'free' });
    await ledger.append([{ ...at(1), kind: 'freeze.set', data: { reason: 'A release.' } }]);
    await ledger.append([{ ...at(2), kind: 'freeze.set', data: { reason: 'Another.' } }]);
    const frozen = { kind: 'frozen', reason: 'A release.', actor: 'governor', sinceMs: 1 };
    expect(ledger.query.freeze()).toEqual(frozen);
    await ledger.append([{ ...at(3), kind: 'freeze.lifted', data: { reason: 'Done.' } }]);
    expect(ledger.query.freeze()).toEqual({ kind: 'free' });
  });

  test('the newest mode counts', async () => {
    const change = { ...ref, control: 'canary', reason: 'Tried.' };
    await ledger.append([
      { ...at(1), kind: 'control.mode_changed', data: { ...change, from: 'off', to: 'dry-run' } },
      { ...at(2), kind: 'control.mode_changed', data: { ...change, from: 'dry-run', to: 'gradual' } },
    ]);
    const expected = {
      ...ref,
      control: 'canary',
      mode: 'gradual',
      reason: 'Tried.',
      actor: 'governor',
      sinceMs: 2,
    };
    expect(ledger.query.mode('canary', ref)).toEqual(expected);
    expect(ledger.query.modes()).toEqual([expected]);
    expect(ledger.query.mode('canary', { ...ref, region: 'us-1' })).toBeUndefined();
  });

  test('a token is found by its hash until it is revoked', async () => {
    const data = { tokenId: 'T', role: 'operator', sha256: 'ab', label: 'laptop' } as const;
    await ledger.append([{ ...at(1), kind: 'token.created', data }]);
    expect(ledger.query.tokenByHash('ab')).toMatchObject({ id: 'T', role: 'operator', createdAtMs: 1 });
    await ledger.append([{ ...at(2), kind: 'token.revoked', data: { tokenId: 'T' } }]);
    expect(ledger.query.tokenByHash('ab')).toBeUndefined();
    expect(ledger.query.tokens()).toMatchObject([{ id: 'T', revokedAtMs: 2 }]);
  });

  test('notes are listed by subject', async () => {
    await ledger.append([note('fleet'), { ...note('one'), subject: 'incident:A' }]);
    expect(ledger.query.notes({ subject: 'incident:A' }).items.map(({ text }) => text)).toEqual(['one']);
  });
});

test('experiments carry scenario, targets, faults and verdict', async () => {
  await ledger.append(takeEvents(2, 1500));
  const all = allPages((cursor) => ledger.query.experiments({ limit: 7, ...(cursor && { cursor }) }), 7);
  expect(all.length).toBeGreaterThan(10);
  const [newest] = all;
  expect(ledger.query.experiment(newest!.id)).toEqual(newest);
  expect(all.at(-1)).toMatchObject({
    scenario: { name: 'queue_backlog', success: [{ kind: 'recovers' }] },
    verdict: { kind: 'passed', peakDepth: 4210 },
    faults: [{ removedWhy: 'Its time was over.' }],
  });
  expect(ledger.query.experiments({ running: true, limit: 1 }).items.length).toBeLessThanOrEqual(1);
  expect(ledger.query.counts().experiments.passed).toBeGreaterThan(10);
  expect(ledger.query.experiments({ verdict: 'failed' }).items).toEqual([]);
});

test('restarts and changes of circuits are paged newest first, of one service when asked', async () => {
  const change = { instance: 'a', dependency: 'payments', endpoint: '', from: 'closed', to: 'open' } as const;
  const restart = { kind: 'restart', instance: 'a', startedAtMs: 1, unresponsive: true } as const;
  const on = (service: string, atMs: number): NewEvent[] => [
    { ...at(atMs), kind: 'breaker.changed', data: { ...ref, ...change, service } },
    {
      ...at(atMs),
      kind: 'action.taken',
      data: { decision: { ...decision(atMs), service, action: restart }, action: restart, why: 'It hangs.' },
    },
  ];
  await ledger.append([1, 2, 3, 4, 5].flatMap((atMs) => on(atMs % 2 === 0 ? 'gateway' : 'consumer', atMs)));
  for (const list of [ledger.query.breakerChanges, ledger.query.restarts]) {
    const times = (filter: object, limit: number) =>
      allPages<{ readonly atMs: number }>(
        (cursor) => list({ ...filter, limit, ...(cursor === undefined ? {} : { cursor }) }),
        limit,
      ).map(({ atMs }) => atMs);
    expect(times({}, 2)).toEqual([5, 4, 3, 2, 1]);
    expect(times({ service: 'gateway' }, 1)).toEqual([4, 2]);
    expect(times({ service: 'consumer', region: 'us-1' }, 1)).toEqual([]);
  }
});
