import { describe, expect, it } from 'vitest';
import type { Action } from '../../../model/action.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { repeat, type Series, viewWith } from '../../load/test-views.ts';
import { settingsOf } from '../../registry.ts';
import { redecide } from '../../replay.ts';
import { standbyHeadroom } from './index.ts';
import type { StandbyHeadroomSettings } from './settings.ts';
import { initialState, learnFromHistory, type StandbyHeadroomState } from './state.ts';

const settings = settingsOf(standbyHeadroom) as StandbyHeadroomSettings;
const surge = (rise: number, atMs = 3_000_000) => ({ atMs, base: 8, rise });
const taught = (...rises: number[]): StandbyHeadroomState => ({
  ...initialState(settings),
  record: { seenUntilMs: 0, surges: rises.map((rise) => surge(rise)), open: null, last: null },
});
const quiet: Series = { arrivals: repeat(60, 8), depth: repeat(60, 0), ready: 2, startupTimesMs: [15_000] };
const view = (series: Series = {}, standby?: number): ServiceView => ({
  ...viewWith({ ...quiet, ...series }),
  ...(standby === undefined ? {} : { standby }),
});
const decide = (seen: ServiceView, state = taught(72, 72, 72)) => {
  const { decisions, state: next } = standbyHeadroom.decide(seen, state, settings);
  return { actions: decisions.map(({ action }) => action), decisions, next };
};

describe('decisions', () => {
  it('S1, S4: keeps what the surges needed less what may wait, orders it once it may be kept, and says what that costs', () => {
    const { actions, decisions } = decide(view());
    expect(actions).toEqual([{ kind: 'standby', from: null, to: 8 }]);
    expect(decide(view({}, 8)).actions).toEqual([{ kind: 'scale', from: 2, to: 8 }]);
    expect(decisions[0]!.why).toBe(
      'Arrivals are usually 8 a second, which needs 2 replicas; 90 % of 3 surges in 14 days rose by up to 72 a second within 25 s: 8 are kept, 6 of them in standby (144 replica-hours a day).',
    );
    const both = decide(view({}, 7)).decisions;
    expect(new Set(both.map(({ id }) => id)).size).toBe(2);
  });

  it('S4: never more in standby than is allowed', () => {
    const { actions } = decide(view(), taught(1_000, 1_000));
    expect(actions[0]).toEqual({ kind: 'standby', from: null, to: 2 + settings.mostStandby });
  });

  it('S5: keeps nothing before surges were seen, and takes a floor back that nothing speaks for any more', () => {
    const few = decide(view(), taught(72));
    expect(few.actions).toEqual([{ kind: 'hold' }]);
    expect(few.decisions[0]!.why).toContain('1 surges were seen in 14 days, and 2 are needed');
    expect(decide(view({}, 8), taught()).actions).toEqual([{ kind: 'standby', from: 8, to: null }]);
  });

  it('S6: a surge does not raise the floor', () => {
    const arrivals = [...repeat(57, 8), 80, 80, 80];
    const { actions, next } = decide(view({ arrivals, ready: 8 }, 8));
    expect(next.record.open).toMatchObject({ base: 8, rise: 72 });
    expect(actions).toEqual([{ kind: 'hold' }]);
  });

  it('S7: holds without readings, and keeps its floor', () => {
    const { replicas: _, ...unknown } = view({}, 8);
    for (const blind of [view({ stale: ['arrivalRate'] }, 8), view({ stale: ['queueDepth'] }, 8), unknown])
      expect(decide(blind).actions).toEqual([{ kind: 'hold' }]);
  });

  it('S8: a floor that is one too high stays; one that is two too high falls; one that is too low rises', () => {
    const of = (standing: number): Action => decide(view({ ready: 12 }, standing)).actions[0]!;
    expect(of(9).kind).toBe('hold');
    expect(of(10)).toEqual({ kind: 'standby', from: 10, to: 8 });
    expect(of(7)).toEqual({ kind: 'standby', from: 7, to: 8 });
  });

  it('S9: what was recorded counts', () => {
    const values = [...repeat(60, 8), 80, 80, ...repeat(60, 8), 80, 80, ...repeat(20, 8)];
    const arrivals = { timesMs: values.map((_, i) => i * 10_000), values };
    const state = learnFromHistory(initialState(settings), arrivals, settings);
    expect(state.record.surges.map(({ rise }) => rise)).toEqual([72, 72]);
    expect(decide(view(), state).actions[0]).toEqual({ kind: 'standby', from: null, to: 8 });
    const none = { timesMs: [], values: [] };
    expect(learnFromHistory(initialState(settings), none, settings)).toEqual(initialState(settings));
  });

  it('S10: decides the same again on its evidence', () => {
    const { decisions } = decide(view({}, 12));
    expect(redecide(JSON.parse(JSON.stringify(decisions[0]!.evidence)))).toEqual({
      kind: 'decided',
      decisions,
    });
  });
});

describe('grades', () => {
  const nowMs = 3_600_000;
  const decision = (state: StandbyHeadroomState) => decide(view({ nowMs }), state).decisions[0]!;
  const graded = (arrivals: readonly number[], state = taught(72, 72)) =>
    standbyHeadroom.grade(decision(state), viewWith({ arrivals, nowMs: nowMs + 600_000 })).outcome;

  it('S11: by whether a surge came and was met until more could be ready', () => {
    const came = [...repeat(20, 8), ...repeat(20, 80), ...repeat(21, 8)];
    expect(graded(came)).toBe('true_positive');
    expect(graded(came, taught(20, 20))).toBe('false_negative');
    expect(graded(came, taught())).toBe('false_negative');
    expect(graded(repeat(61, 8))).toBe('not_gradable');
    expect(graded(repeat(61, 8), taught())).toBe('true_negative');
    expect(graded([])).toBe('not_gradable');
  });
});

describe('S12: surges that drills have made', () => {
  const nowMs = 3_600_000;
  const surged = { arrivals: [...repeat(60, 8), 80, 80, 80, ...repeat(10, 8)], depth: repeat(73, 0), nowMs };
  const drill = { startMs: nowMs - 125_000, endMs: nowMs - 40_000 };

  it('teach nothing, and what came before and after still does', () => {
    const learnt = (drills?: ServiceView['drills']) =>
      decide({ ...view(surged), ...(drills ? { drills } : {}) }, initialState(settings)).next;
    expect(learnt().record.surges).toMatchObject([{ base: 8, rise: 72 }]);
    const { record, base } = learnt([drill]);
    expect(record).toMatchObject({ surges: [], open: null, seenUntilMs: nowMs });
    expect(base).toBe(8);
    expect(learnt([{ startMs: nowMs - 10_000, endMs: nowMs }]).record.surges).toHaveLength(1);
  });

  it('nor make the first reading after them a surge', () => {
    const noisy = { ...surged, arrivals: [...repeat(60, 8), 80, 80, 80, 12, ...repeat(9, 8)] };
    const { next } = decide({ ...view(noisy), drills: [drill] }, initialState(settings));
    expect(next.record).toMatchObject({ surges: [], open: null });
  });

  it('are in the evidence, on which the same is decided again', () => {
    const { decisions } = decide({ ...view(surged), drills: [drill] });
    const kept = JSON.parse(JSON.stringify(decisions[0]!.evidence));
    expect(redecide(kept)).toEqual({ kind: 'decided', decisions });
  });
});
