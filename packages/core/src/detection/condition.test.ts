import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceView, Signal } from '../model/signal.ts';
import { allOf, anyOf, evaluateCondition, type Truth } from './condition.ts';

function view(depth: Signal | undefined, ready?: number): ServiceView {
  return {
    service: 'consumer',
    region: 'local',
    nowMs: 20,
    signals: depth ? { queueDepth: depth } : {},
    ...(ready === undefined ? {} : { replicas: { desired: ready, ready, starting: 0 } }),
    startupTimesMs: [],
  };
}

const window = (...values: number[]) => ({ timesMs: values.map((_, i) => i * 10), values });
const fresh = (...values: number[]): Signal => ({ kind: 'fresh', window: window(...values), intervalMs: 10 });

describe('D9: a condition', () => {
  it('judges the newest reading and says so', () => {
    expect(evaluateCondition({ signal: 'queueDepth', below: 100 }, view(fresh(500, 40)))).toEqual({
      kind: 'true',
      value: 40,
      atMs: 10,
      says: 'queueDepth is 40, below 100.',
    });
    const between = evaluateCondition({ signal: 'queueDepth', above: 10, below: 30 }, view(fresh(40)));
    expect(between).toMatchObject({ kind: 'false', says: 'queueDepth is 40, not below 30 and above 10.' });
  });

  it('excludes the bound itself', () => {
    expect(evaluateCondition({ signal: 'queueDepth', below: 40 }, view(fresh(40))).kind).toBe('false');
    expect(evaluateCondition({ signal: 'queueDepth', above: 40 }, view(fresh(40))).kind).toBe('false');
  });

  it('reads the ready replicas', () => {
    expect(evaluateCondition({ signal: 'readyReplicas', above: 1 }, view(undefined, 2)).kind).toBe('true');
    expect(evaluateCondition({ signal: 'readyReplicas', above: 1 }, view(undefined)).kind).toBe('unknown');
  });

  it('is unknown without a fresh reading or a bound, never false', () => {
    const stale: Signal = { kind: 'stale', window: window(500), intervalMs: 10, why: '40 s old' };
    const condition = { signal: 'queueDepth', below: 100 } as const;
    expect(evaluateCondition(condition, view(stale))).toEqual({
      kind: 'unknown',
      says: 'queueDepth is stale: 40 s old',
    });
    expect(evaluateCondition(condition, view(undefined)).kind).toBe('unknown');
    expect(evaluateCondition(condition, view(fresh())).kind).toBe('unknown');
    expect(evaluateCondition(condition, view(fresh(Number.NaN))).kind).toBe('unknown');
    expect(evaluateCondition({ signal: 'queueDepth' }, view(fresh(1))).kind).toBe('unknown');
  });
});

describe('D9: three-valued logic', () => {
  const truths = fc.array(fc.constantFrom<Truth>('true', 'false', 'unknown'));

  it('what is unknown never decides, and a later answer never contradicts an earlier one', () => {
    fc.assert(
      fc.property(truths, fc.boolean(), (list, answer) => {
        const answered = list.map((truth) => (truth === 'unknown' ? (String(answer) as Truth) : truth));
        if (allOf(list) !== 'unknown') expect(allOf(answered)).toBe(allOf(list));
        if (anyOf(list) !== 'unknown') expect(anyOf(answered)).toBe(anyOf(list));
      }),
    );
  });

  it('"all" and "any" are each other turned round (De Morgan)', () => {
    const not = (truth: Truth): Truth => (truth === 'unknown' ? truth : truth === 'true' ? 'false' : 'true');
    fc.assert(
      fc.property(truths, (list) => {
        expect(not(allOf(list))).toBe(anyOf(list.map(not)));
      }),
    );
  });
});
