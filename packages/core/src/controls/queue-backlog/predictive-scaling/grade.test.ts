import { describe, expect, it } from 'vitest';
import type { Action } from '../../../model/action.ts';
import type { Decision } from '../../../model/decision.ts';
import { repeat, viewWith } from '../../load/test-views.ts';
import { decide } from './decide.ts';
import { grade } from './grade.ts';
import { initialState } from './state.ts';
import { defaults } from './test-world.ts';

const atMs = 3_600_000;
const quiet = { depth: repeat(60, 1), arrivals: repeat(60, 8), service: repeat(60, 8) };

/** A decision made on a quiet queue with two replicas at ten a second, with another action put in its place. */
function decisionTo(to: number | 'hold'): Decision {
  const [decision] = decide(viewWith({ ...quiet, nowMs: atMs }), initialState(defaults), defaults).decisions;
  const action: Action = to === 'hold' ? { kind: 'hold' } : { kind: 'scale', from: 2, to };
  return { ...decision!, action };
}

/** What was seen five minutes later, when so many a second had come in each ten seconds. */
function later(arrivals: readonly number[]) {
  return viewWith({ ...quiet, arrivals, service: repeat(60, 8), nowMs: atMs + 300_000 });
}

const outcome = (to: number | 'hold', arrivals: readonly number[]) => grade(decisionTo(to), later(arrivals));

describe('grading', () => {
  it('P16: a scale-out was needed when the threshold would have been passed without it', () => {
    expect(outcome(8, [...repeat(30, 8), ...repeat(30, 60)])).toMatchObject({
      outcome: 'true_positive',
      why: expect.stringMatching(
        /^It was needed: with 2 replicas 12,001 would have waited after 5 min \(threshold 200\)/,
      ),
    });
  });

  it('P16: … or when a whole minute would have used more than the target utilisation', () => {
    expect(outcome(3, [...repeat(40, 8), ...repeat(6, 18), ...repeat(14, 8)]).outcome).toBe('true_positive');
    expect(outcome(3, [...repeat(40, 8), ...repeat(2, 18), ...repeat(18, 8)]).outcome).toBe('false_positive');
  });

  it('P16: a scale-out for nothing was a false alarm', () => {
    expect(outcome(8, repeat(60, 8))).toMatchObject({
      outcome: 'false_positive',
      why: 'It was not needed: with 2 replicas at most 1 would have waited (threshold 200), and the busiest minute would have used 40 % of them.',
    });
  });

  it('P16: replicas that have since been seen to carry more are believed', () => {
    const fast = viewWith({
      ...quiet,
      arrivals: repeat(60, 18),
      service: repeat(60, 60),
      nowMs: atMs + 300_000,
    });
    expect(grade(decisionTo(3), { ...fast, replicas: { desired: 3, ready: 3, starting: 0 } }).outcome).toBe(
      'false_positive',
    );
  });

  it('P17: a hold was wrong when the threshold was passed', () => {
    expect(outcome('hold', repeat(60, 8)).outcome).toBe('true_negative');
    expect(outcome('hold', [...repeat(50, 8), ...repeat(10, 80)]).outcome).toBe('false_negative');
  });

  it('P18: a scale-in was wrong when the capacity was missed', () => {
    expect(outcome(1, repeat(60, 8)).outcome).toBe('true_negative');
    expect(outcome(1, [...repeat(50, 8), ...repeat(10, 11)])).toMatchObject({
      outcome: 'false_negative',
      why: expect.stringContaining('The capacity was missed: with 1 replica at most'),
    });
  });

  it('P19: nothing is graded that was not seen, or was decided without readings', () => {
    expect(grade(decisionTo(8), viewWith({ nowMs: atMs + 300_000 })).outcome).toBe('not_gradable');
    const [blind] = decide(viewWith({ nowMs: atMs }), initialState(defaults), defaults).decisions;
    expect(grade(blind!, later(repeat(60, 8)))).toMatchObject({
      outcome: 'not_gradable',
      why: 'It was decided without readings.',
    });
    expect(grade({ ...decisionTo(8), evidence: {} }, later(repeat(60, 8))).outcome).toBe('not_gradable');
  });
});
