import type { Scenario } from '@ounce/core';
import { describe, expect, test } from 'vitest';
import { scenario as small } from '../../test/integration/experiments/fake-world.ts';
import type { ActionRecord } from '../ledger/index.ts';
import { newObservations, type Observations, watchFrom } from './observations.ts';
import { judgeCriteria, verdictOf } from './verdict.ts';

const scenario: Scenario = {
  ...small,
  success: [
    { kind: 'control_acts', control: 'predictive-scaling', withinMs: 60_000 },
    { kind: 'recovers', withinMs: 180_000, holdMs: 30_000 },
    { kind: 'errors_at_most', count: 0 },
    { kind: 'nothing_lost' },
  ],
};

const scaled = {
  seq: 1,
  atMs: 1_012_000,
  outcome: 'taken',
  service: 'consumer',
  region: 'local',
  control: 'predictive-scaling',
  action: { kind: 'scale', from: 2, to: 9 },
  why: 'The forecast breaches the threshold.',
  decision: { id: 'd1' },
} as ActionRecord;

/** A fault from 1,000 s to 1,060 s that was met as it should be. */
function good(): Observations {
  const sinceVisible = watchFrom(1_005_000, scenario);
  for (let atMs = 1_040_000; atMs <= 1_070_000; atMs += 10_000) sinceVisible.see(atMs, 'true');
  const sinceEnd = watchFrom(1_060_000, scenario);
  for (let atMs = 1_060_000; atMs <= 1_090_000; atMs += 10_000) sinceEnd.see(atMs, 'true');
  return {
    ...newObservations(scenario),
    faultStartedAtMs: 1_000_000,
    faultEndedAtMs: 1_060_000,
    visible: true,
    steadyDepths: [9, 3, 5],
    peakDepth: 420,
    peakReplicas: 9,
    sinceVisible,
    sinceEnd,
    actions: [scaled],
    mayNotAct: new Map(),
    accountingBefore: { accepted: 100, handledDistinct: 100, errors: 2 },
    accounting: { accepted: 900, handledDistinct: 900, errors: 2 },
  };
}

const nowMs = 1_200_000;
const verdict = (changes: Partial<Observations> = {}) =>
  verdictOf(scenario, { ...good(), ...changes }, nowMs);

describe('the verdict', () => {
  test('passed: with every figure it was judged by', () => {
    expect(verdict()).toMatchObject({
      kind: 'passed',
      why: 'All 4 criteria were met.',
      normalAfterStartMs: 40_000,
      normalAfterEndMs: 0,
      errors: 0,
      steadyDepth: 5,
      peakDepth: 420,
      peakReplicas: 9,
      messages: { accepted: 900, handledDistinct: 900 },
      scaling: { afterFaultMs: 12_000, decisionId: 'd1' },
    });
  });

  test.each([
    ['nobody acted', { actions: [] }, 'predictive-scaling has not acted (limit 60 s).'],
    [
      'it might not act',
      { actions: [], mayNotAct: new Map([['predictive-scaling', 'its mode was dry-run']]) },
      'predictive-scaling has not acted: its mode was dry-run (limit 60 s).',
    ],
    ['somebody else acted', { actions: [{ ...scaled, control: 'hand' }] }, 'has not acted'],
    [
      'it acted too late',
      { actions: [{ ...scaled, atMs: 1_061_000 }] },
      'predictive-scaling acted 61 s after the start (limit 60 s).',
    ],
    ['normal never held', { sinceVisible: watchFrom(1_005_000, scenario) }, 'Not back to normal'],
    [
      'there were errors',
      { accounting: { accepted: 900, handledDistinct: 900, errors: 5 } },
      '3 errors (limit 0).',
    ],
    [
      'messages are missing',
      { accounting: { accepted: 900, handledDistinct: 898, errors: 2 } },
      '900 messages accepted, 898 distinct ones handled: 2 still waiting or lost.',
    ],
  ] as const)('failed: %s', (_, changes, why) => {
    const { kind, why: said } = verdict(changes as Partial<Observations>);
    expect(kind).toBe('failed');
    expect(said).toContain(why);
  });

  test('failed: what was not counted is not zero', () => {
    const { accounting: _, ...uncounted } = good();
    const { kind, why, errors, messages } = verdictOf(scenario, uncounted, nowMs);
    expect({ kind, errors, messages }).toEqual({ kind: 'failed', errors: undefined, messages: undefined });
    expect(why).toBe('Errors have not been counted. Messages have not been counted.');
  });

  test('invalid: a fault without visible effect says nothing, whatever else is met', () => {
    expect(verdict({ visible: false })).toMatchObject({
      kind: 'invalid',
      why:
        'The fault had no visible effect (queueDepth above 100: it could not be read), so this says nothing. ' +
        'predictive-scaling acted 12 s after the start, before anything was to be seen.',
    });
  });

  test('aborted comes before invalid and failed', () => {
    expect(verdict({ abortedBecause: 'Ctrl-C', visible: false })).toMatchObject({
      kind: 'aborted',
      why: 'Ctrl-C',
    });
  });

  test('not rolled back comes before everything', () => {
    expect(verdict({ rolledBack: false, abortedBecause: 'Ctrl-C' })).toMatchObject({
      kind: 'not_rolled_back',
    });
  });

  test('more handled than accepted is nothing lost: an answer may have got lost on its way back', () => {
    expect(verdict({ accounting: { accepted: 900, handledDistinct: 902, errors: 2 } }).kind).toBe('passed');
  });
});

describe('while it runs', () => {
  const states = (seen: Observations, atMs: number) =>
    judgeCriteria(scenario, seen, atMs).map(({ judged }) => judged.met);

  test('everything is open before the fault', () => {
    expect(states(newObservations(scenario), 0)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('what can still come about is open, what cannot is failed', () => {
    const seen = { ...newObservations(scenario), faultStartedAtMs: 1_000_000, visible: true };
    expect(states(seen, 1_030_000)).toEqual([undefined, undefined, undefined, undefined]);
    expect(states(seen, 1_061_000)).toEqual([false, undefined, undefined, undefined]);
    // Normal may begin at the limit and must then still be held.
    expect(states(seen, 1_209_000)[1]).toBeUndefined();
    expect(states(seen, 1_211_000)[1]).toBe(false);
  });

  test('errors fail it at once and are only met at the end', () => {
    const { faultEndedAtMs: _, ...running } = good();
    expect(states(running, 1_050_000)[2]).toBeUndefined();
    const accounting = { accepted: 900, handledDistinct: 900, errors: 9 };
    expect(states({ ...running, accounting }, 1_050_000)[2]).toBe(false);
  });
});
