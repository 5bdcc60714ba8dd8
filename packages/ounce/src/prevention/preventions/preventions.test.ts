import { isOunceError, type NewEvent, type Scenario, type VerdictKind } from '@ounce/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryJournal } from '../../connectors/memory-journal/index.ts';
import { type Ledger, openLedger } from '../../ledger/index.ts';
import { loadStarterCatalogue } from '../catalogue/index.ts';
import { type MeasuredEffect, Preventions } from './index.ts';

let nowMs: number;
let ledger: Ledger;
let effects: Map<string, MeasuredEffect>;
let preventions: Preventions;
const actor = 'token:ada';
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs, sleep: async () => {} };
const id = 'predictive-scaling';

beforeEach(async () => {
  nowMs = Date.UTC(2026, 1, 1);
  effects = new Map();
  ledger = await openLedger({ journal: createMemoryJournal(), readModelPath: ':memory:', clock });
  await loadStarterCatalogue({ ledger, clock }, 'local');
  preventions = new Preventions({ ledger, clock, effects: { effectOf: (of) => effects.get(of) } });
});
afterEach(() => ledger.close());

async function refusal(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return isOunceError(error) ? { code: error.code, message: error.message } : error;
}

async function complete() {
  for (const step of [0, 1, 2, 3, 4]) await preventions.check(id, step, true, { actor });
  return preventions.setStatus(id, 'complete', { actor });
}

async function experiment(name: string, kind: VerdictKind, { controls = 'on' as 'on' | 'off' } = {}) {
  const experimentId = `exp-${ledger.query.head().seq}`;
  const at = { service: 'pubsub-consumer', region: 'local' };
  const common = { atMs: nowMs, actor, subject: `experiment:${experimentId}` };
  const scenario = { name } as Scenario;
  const targets = { target: at, faultTarget: at };
  const verdict = { kind, exitCode: 0, why: 'As it should be.', criteria: [] };
  await ledger.append([
    {
      ...common,
      kind: 'experiment.started',
      data: { experimentId, scenario, targets, durationMs: 1, controls },
    },
    { ...common, kind: 'experiment.finished', data: { experimentId, verdict } },
  ] as NewEvent[]);
  return experimentId;
}

describe('complete', () => {
  test('needs every step of the checklist, and names those that are not done', async () => {
    await preventions.check(id, 0, true, { actor });
    const { code, message } = (await refusal(preventions.setStatus(id, 'complete', { actor }))) as Error & {
      code: string;
    };
    expect(code).toBe('OUNCE_E_RULE');
    expect(message).toContain('“Implement in Governor”');
    expect(message).not.toContain('“Design scaling forecast algorithm”');
    expect((await complete()).completedAtMs).toBe(nowMs);
  });

  test('keeps its ticks: one cannot be taken back without reopening the prevention', async () => {
    await complete();
    expect(await refusal(preventions.check(id, 0, false, { actor }))).toMatchObject({ code: 'OUNCE_E_RULE' });
    await preventions.setStatus(id, 'in_progress', { actor, reason: 'A step was forgotten.' });
    const reopened = await preventions.check(id, 0, false, { actor });
    expect(reopened.completedAtMs).toBeUndefined();
  });

  test('with an empty checklist needs a reason', async () => {
    const of = 'service-mesh-integration';
    expect(await refusal(preventions.setStatus(of, 'complete', { actor }))).toMatchObject({
      code: 'OUNCE_E_RULE',
    });
    await preventions.setStatus(of, 'complete', { actor, reason: 'Bought with the cluster.' });
    expect(ledger.query.preventionHistory(of).at(-1)).toMatchObject({
      to: 'complete',
      reason: 'Bought with the cluster.',
    });
  });
});

describe('verified', () => {
  test('asks for completion, a later experiment and a measured improvement, and says what is missing', async () => {
    const first = (await refusal(preventions.verify(id, { actor }))) as Error;
    expect(first.message).toMatch(
      /not complete: 0 of 5.*No experiment queue_backlog has passed.*not been measured/s,
    );
    await experiment('queue_backlog', 'passed');
    nowMs += 60_000;
    await complete();
    const second = (await refusal(preventions.verify(id, { actor }))) as Error;
    expect(second.message).toMatch(/No experiment queue_backlog has passed since 2026-02-01/);
    nowMs += 60_000;
    await experiment('queue_backlog', 'passed', { controls: 'off' });
    await experiment('timeout_service', 'passed');
    expect(preventions.verification(id).experiments).toEqual([]);
    const passed = await experiment('queue_backlog', 'passed');
    effects.set(id, { verdict: 'not_yet_known', says: '12 more incident-free days are needed.' });
    const third = (await refusal(preventions.verify(id, { actor }))) as Error;
    expect(third.message).toContain('12 more incident-free days');
    expect(third.message).not.toContain('experiment queue_backlog');
    effects.set(id, { verdict: 'improved', says: 'Rate ratio 0.2 (0.1 to 0.5).' });
    expect((await preventions.verify(id, { actor })).status).toBe('verified');
    const last = ledger.query.preventionHistory(id).at(-1);
    expect(last?.reason).toMatch(new RegExp(`^By evidence: .*${passed}.*at least 5 %.*Rate ratio 0.2`, 's'));
  });

  test('a newer failure takes the word of an older pass', async () => {
    await complete();
    nowMs += 1;
    effects.set(id, { verdict: 'improved', says: 'Better.' });
    await experiment('queue_backlog', 'passed');
    const failed = await experiment('queue_backlog', 'failed');
    expect(preventions.verification(id)).toMatchObject({
      ready: false,
      missing: [expect.stringContaining(failed)],
    });
  });

  test('by hand needs a reason, which is kept, and never skips the checklist', async () => {
    expect(
      await refusal(preventions.setStatus(id, 'verified', { actor, reason: 'I say so.' })),
    ).toMatchObject({
      code: 'OUNCE_E_RULE',
    });
    await complete();
    expect(await refusal(preventions.setStatus(id, 'verified', { actor }))).toMatchObject({
      code: 'OUNCE_E_RULE',
    });
    await preventions.setStatus(id, 'verified', { actor, reason: 'Seen to hold on Black Friday.' });
    expect(ledger.query.preventionHistory(id).at(-1)).toMatchObject({
      ...{ actor, from: 'complete', to: 'verified', reason: 'Seen to hold on Black Friday.' },
    });
  });
});

describe('changes', () => {
  test('a slip of the target is kept with its reason', async () => {
    await preventions.change(id, { target: '2026-04-30' }, { actor, reason: 'Two people are away.' });
    expect(ledger.query.preventionHistory(id).at(-1)).toMatchObject({
      ...{ field: 'target', from: '2026-03-15', to: '2026-04-30', reason: 'Two people are away.' },
    });
  });

  test.each(['2026-02-30', 'soon', '2026-Q5'])('a target of %s is refused', async (target) => {
    expect(await refusal(preventions.change(id, { target }, { actor }))).toMatchObject({
      code: 'OUNCE_E_RULE',
    });
  });

  test('of the same version conflict; without one both are made, on top of each other', async () => {
    const change = (owner: string, baseVersion?: number) =>
      preventions.change(id, { owner }, { actor, baseVersion });
    const first = change('Ada', 1);
    expect(await refusal(change('Bob', 1))).toMatchObject({ code: 'OUNCE_E_VERSION_CONFLICT' });
    await first;
    await Promise.all([0, 1, 2, 3].map((step) => preventions.check(id, step, true, { actor })));
    expect(preventions.get(id)).toMatchObject({ owner: 'Ada', version: 6 });
    expect(preventions.get(id).checklist.map(({ done }) => done)).toEqual([true, true, true, true, false]);
  });

  test('a field can be taken away', async () => {
    const { target, ...rest } = await preventions.change(id, { without: ['target'] }, { actor });
    expect([target, rest.version]).toEqual([undefined, 2]);
  });
});

describe('suggestions', () => {
  test('match root causes and stand by measured effect, then priority and status', () => {
    const found = () =>
      preventions.suggestions(['downstream-service-unreliable', 'network-congestion', 'no-such-thing']);
    expect(found().map(({ prevention }) => prevention.id)).toEqual([
      'circuit-breaker-pattern',
      'service-health-monitoring',
      'service-mesh-integration',
    ]);
    effects.set('circuit-breaker-pattern', { verdict: 'worse', says: 'Worse.' });
    effects.set('service-mesh-integration', { verdict: 'improved', says: 'Better by half.' });
    expect(found().map(({ prevention }) => prevention.id)).toEqual([
      'service-mesh-integration',
      'service-health-monitoring',
      'circuit-breaker-pattern',
    ]);
    expect(found()[0]?.why).toContain('“Network congestion”');
    expect(found()[0]?.why).toContain('Better by half.');
  });
});
