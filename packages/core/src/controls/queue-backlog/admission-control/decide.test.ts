import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdmissionLimit } from '../../../model/action.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { repeat, type Series, viewWith } from '../../load/test-views.ts';
import { settingsOf } from '../../registry.ts';
import { redecide } from '../../replay.ts';
import { admissionControl } from './index.ts';
import type { AdmissionControlSettings } from './settings.ts';

const settings = settingsOf(admissionControl) as AdmissionControlSettings;
const gated = (series: Series, limit: AdmissionLimit | null = null): ServiceView => ({
  ...viewWith(series),
  admission: { limit },
});
const once = (view: ServiceView, state = admissionControl.initialState(settings)) => {
  const { state: next, decisions } = admissionControl.decide(view, state, settings);
  return { state: next, decision: decisions[0]! };
};
const limitOf = (view: ServiceView) => {
  const { action } = once(view).decision;
  return action.kind === 'admit' ? action.to : undefined;
};

describe('one decision', () => {
  it('A1, A2: lets in what the ready replicas carry, whatever is about to be ready, and says so', () => {
    const { decision } = once(gated({ depth: [0, 0], ready: 2, desired: 12 }));
    expect(decision).toMatchObject({
      action: { kind: 'admit', from: null, to: { perSecond: 19, burst: 50 } },
      why: '2 replicas carry 20 a second; at most 19 a second and 50 at once are let in.',
    });
  });

  it('A3: learns what a replica carries', () => {
    const series = { depth: repeat(6, 400), service: repeat(6, 24), ready: 2 };
    let state = admissionControl.initialState(settings);
    for (let i = 0; i < 12; i++)
      state = once(gated({ ...series, nowMs: 3_600_000 + i * 10_000 }), state).state;
    expect(state.capacity.perReplica).toBeGreaterThan(11);
  });

  it('A4: works a deep queue off, and locks nobody out for it', () => {
    expect(limitOf(gated({ depth: [350, 350], ready: 2 }))).toEqual({ perSecond: 14, burst: 50 });
    expect(limitOf(gated({ depth: [9_000, 9_000], ready: 2 }))).toEqual({ perSecond: 9.5, burst: 50 });
  });

  it('A5: who cannot see lets everybody in', () => {
    const limit = { perSecond: 19, burst: 50 };
    const { replicas: _, ...unknown } = gated({ depth: [0, 0] }, limit);
    const blind = [gated({}, limit), gated({ depth: [0], stale: ['queueDepth'] }, limit), unknown];
    for (const view of [...blind, gated({ depth: [0], ready: 0 }, limit)])
      expect(once(view).decision.action).toEqual({ kind: 'admit', from: limit, to: null });
    expect(once(gated({})).decision.action).toEqual({ kind: 'hold' });
    expect(once(viewWith({ depth: [0, 0] })).decision.why).toContain('there is no gate');
  });

  it('A6: a limit that would hardly change stays', () => {
    const kindAt = (perSecond: number) =>
      once(gated({ depth: [0, 0] }, { perSecond, burst: 50 })).decision.action.kind;
    expect([kindAt(19.5), kindAt(18.5), kindAt(25), kindAt(12)]).toEqual(['hold', 'hold', 'admit', 'admit']);
  });

  it('A2, A4, A7: never lets in more than is carried nor less than half, and decides the same again on its evidence', () => {
    const depths = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(depths, fc.integer({ min: 1, max: 50 }), (depth, ready) => {
        const { decision } = once(gated({ depth, ready }));
        const to = decision.action.kind === 'admit' ? decision.action.to : null;
        expect(to!.perSecond).toBeLessThanOrEqual(ready * 10 * settings.letInShare + 1e-6);
        expect(to!.perSecond).toBeGreaterThanOrEqual((ready * 10 * settings.letInShare) / 2 - 0.01);
        const kept = JSON.parse(JSON.stringify(decision.evidence));
        expect(redecide(kept)).toEqual({ kind: 'decided', decisions: [decision] });
      }),
    );
  });
});

describe('grades', () => {
  const nowMs = 3_600_000;
  const { decision } = once(gated({ depth: [0, 0], ready: 2, nowMs }));
  const graded = (arrivals: readonly number[]) =>
    admissionControl.grade(decision, viewWith({ arrivals, nowMs: nowMs + 120_000 })).outcome;

  it('A8: by what was offered since', () => {
    expect(graded(repeat(13, 80))).toBe('true_positive');
    expect(graded(repeat(13, 8))).toBe('true_negative');
    expect(graded([...repeat(6, 8), 27, ...repeat(6, 8)])).toBe('false_positive');
  });

  it('A9: nothing where what was offered is missing', () => {
    expect(graded([])).toBe('not_gradable');
  });
});
