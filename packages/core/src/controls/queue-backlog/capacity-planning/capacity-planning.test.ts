import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServicePlan, ServiceView } from '../../../model/signal.ts';
import { repeat, type Series, viewWith } from '../../load/test-views.ts';
import { settingsOf } from '../../registry.ts';
import { redecide } from '../../replay.ts';
import { capacityPlanning } from './index.ts';
import type { CapacityPlanningSettings } from './settings.ts';
import { initialState } from './state.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const settings = settingsOf(capacityPlanning) as CapacityPlanningSettings;
/** Quiet at ten, busy at eleven, very busy at twelve. */
const ten = 10 * hourMs;
const plan: ServicePlan = {
  madeAtMs: ten,
  perReplica: 10,
  hours: [
    { startMs: ten, expected: 12, upper: 15, replicas: 3 },
    { startMs: ten + hourMs, expected: 28, upper: 40, replicas: 6 },
    { startMs: ten + 2 * hourMs, expected: 60, upper: 80, replicas: 12 },
  ],
  seen: [],
};
const quiet: Series = { arrivals: repeat(12, 12), depth: repeat(12, 0), ready: 3 };

interface Seen extends Series {
  readonly standby?: number;
  readonly plan?: ServicePlan | undefined;
}

function view({ standby, ...seen }: Seen = {}): ServiceView {
  const shown = 'plan' in seen ? seen.plan : plan;
  return {
    ...viewWith({ ...quiet, nowMs: ten + 5 * minuteMs, ...seen }),
    ...(standby === undefined ? {} : { standby }),
    ...(shown ? { plan: shown } : {}),
  };
}

const decide = (seen: ServiceView, state = initialState()) => {
  const { decisions, state: next } = capacityPlanning.decide(seen, state, settings);
  return { decisions, next, actions: decisions.map(({ action }) => action) };
};

describe('decisions', () => {
  it('P1, P3: keeps what the running hour needs, and from ten minutes before it what the next one needs', () => {
    expect(decide(view()).actions).toEqual([{ kind: 'standby', from: null, to: 3 }]);
    const late = decide(view({ nowMs: ten + 51 * minuteMs, standby: 3 }));
    expect(late.actions[0]).toEqual({ kind: 'standby', from: 3, to: 6 });
    expect(late.decisions[0]!.why).toBe(
      'The plan has 6 replicas from 11:00 UTC, for 28 a second expected and 40 at most; 3 are asked for now.',
    );
    expect(decide(view({ nowMs: ten + 40 * minuteMs, standby: 3 })).actions).toEqual([{ kind: 'hold' }]);
  });

  it('P2: holds without a plan, with an old one, and when it is not known what runs', () => {
    const why = (seen: ServiceView) => decide(seen).decisions[0]!.why;
    expect(why(view({ plan: undefined }))).toContain('there is no plan');
    expect(why(view({ plan: { ...plan, madeAtMs: ten - 48 * hourMs } }))).toContain('the plan is too old');
    const { replicas: _, ...unknown } = view();
    expect(why(unknown)).toContain('not known how many');
    expect(why(view({ nowMs: ten + 9 * hourMs }))).toContain('nothing to say of this hour');
  });

  it('P4: orders what is missing once it may be kept, and nothing before', () => {
    const at = ten + 55 * minuteMs;
    expect(decide(view({ nowMs: at, standby: 6 })).actions).toEqual([{ kind: 'scale', from: 3, to: 6 }]);
    expect(decide(view({ nowMs: at })).actions).toEqual([{ kind: 'standby', from: null, to: 6 }]);
  });

  it('P5: takes back what it has added while that is seen to be idle, and nothing else', () => {
    const raised = { ...initialState(), raisedTo: 12 };
    const after: Seen = { standby: 3, ready: 12, desired: 12 };
    expect(decide(view(after), raised).actions).toEqual([{ kind: 'scale', from: 12, to: 3 }]);
    for (const [other, state] of [
      [after, initialState()],
      [{ ...after, desired: 13 }, raised],
      [{ ...after, arrivals: repeat(12, 25) }, raised],
      [{ ...after, depth: repeat(12, 500) }, raised],
      [{ ...after, stale: ['arrivalRate'] }, raised],
      [{ ...after, stale: ['queueDepth'] }, raised],
    ] as const)
      expect(decide(view(other), state).actions).toEqual([{ kind: 'hold' }]);
  });

  it('P6: says once an hour that nothing is to be done', () => {
    const held = decide(view({ standby: 3 }));
    expect(held.actions).toEqual([{ kind: 'hold' }]);
    expect(decide(view({ standby: 3 }), held.next).decisions).toEqual([]);
    expect(decide(view({ standby: 6, ready: 6, nowMs: ten + hourMs }), held.next).actions).toEqual([
      { kind: 'hold' },
    ]);
  });

  it('P10: decides the same again on what it has kept', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 179 }), fc.integer({ min: 0, max: 15 }), (minutes, ready) => {
        for (const { id, action, evidence } of decide(view({ nowMs: ten + minutes * minuteMs, ready }))
          .decisions) {
          const again = redecide(JSON.parse(JSON.stringify(evidence)));
          if (again.kind !== 'decided') throw new Error(again.why);
          expect(again.decisions.find((decision) => decision.id === id)?.action).toEqual(action);
        }
      }),
    );
  });
});

describe('grades', () => {
  const [early] = decide(view({ nowMs: ten + 55 * minuteMs })).decisions;
  const later = (mean: number, max: number) =>
    view({
      nowMs: early!.gradeAtMs,
      plan: { ...plan, seen: [{ startMs: ten + hourMs, mean, max }] },
    });

  it('P7: more replicas were needed when half had not been free without them, or the highest was too much', () => {
    expect(early!.gradeAtMs).toBe(ten + 2 * hourMs + 300_000);
    const outcome = (mean: number, max: number) => capacityPlanning.grade(early!, later(mean, max)).outcome;
    expect(outcome(28, 29)).toBe('true_positive');
    expect(outcome(10, 31)).toBe('true_positive');
    expect(outcome(14, 20)).toBe('false_positive');
  });

  it('P8: fewer, or none more, missed something when more came than the plan’s replicas carry', () => {
    const [held] = decide(view({ ready: 6, standby: 3 })).decisions;
    const seen = (max: number) =>
      view({ plan: { ...plan, seen: [{ startMs: ten, mean: 10, max }] }, nowMs: held!.gradeAtMs });
    expect(capacityPlanning.grade(held!, seen(20)).outcome).toBe('true_negative');
    expect(capacityPlanning.grade(held!, seen(45)).outcome).toBe('false_negative');
  });

  it('P9: is silent about an hour that was not recorded', () => {
    expect(capacityPlanning.grade(early!, view()).outcome).toBe('not_gradable');
  });
});
