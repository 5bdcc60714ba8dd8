import { expect, it } from 'vitest';
import type { ServicePlan, ServiceView } from '../../../model/signal.ts';
import { repeat, viewWith } from '../../load/test-views.ts';
import { redecide } from '../../replay.ts';
import { decide } from './decide.ts';
import { profileOf } from './profile.ts';
import { initialState } from './state.ts';
import { defaults, runWorld } from './test-world.ts';

const hourMs = 3_600_000;
/** The middle of the plan's first hour. */
const nowMs = 1000 * hourMs + hourMs / 2;

function planOf(expected: readonly number[]): ServicePlan {
  const hours = expected.map((value, i) => ({
    ...{ startMs: (1000 + i) * hourMs, expected: value, upper: value, replicas: 1 },
  }));
  return { madeAtMs: nowMs, perReplica: 10, hours, seen: [] };
}

const quiet = { depth: repeat(60, 1), arrivals: repeat(60, 50), service: repeat(60, 50), ready: 7, nowMs };
const withPlan = (expected: readonly number[]): ServiceView => ({
  ...viewWith(quiet),
  plan: planOf(expected),
});
const first = (view: ServiceView) => decide(view, initialState(defaults), defaults).decisions[0]!;

it('P26: reads the shape of the week between the middles of its hours', () => {
  const profile = profileOf(withPlan([100, 200]), 90)!;
  expect(profile(0)).toBe(1);
  expect(profile(hourMs / 2)).toBeCloseTo(1.5);
  expect(profile(3 * hourMs)).toBe(2);
});

it('P26: knows nothing of a plan that is missing, too short, or off by a factor of two', () => {
  expect(profileOf(viewWith(quiet), 50)).toBeUndefined();
  expect(profileOf(withPlan([50]), 50)).toBeUndefined();
  expect(profileOf(withPlan([24, 500]), 50)).toBeUndefined();
  expect(profileOf(withPlan([101, 500]), 50)).toBeUndefined();
  expect(profileOf(withPlan([0, 500]), 0)).toBeUndefined();
});

it('P26: orders ahead of an hour that the plan sees rise, and decides the same on the evidence', () => {
  expect(first(viewWith(quiet)).action).toEqual({ kind: 'hold' });
  const steep = first(withPlan([50, 1500]));
  expect(steep.action).toMatchObject({ kind: 'scale', from: 7 });
  const kept = JSON.parse(JSON.stringify(steep.evidence));
  expect(redecide(kept)).toEqual({ kind: 'decided', decisions: [steep] });
});

it('P26: a wrong or broken plan never scales in, and never asks for more than four times the arrivals', () => {
  for (const expected of [
    [50, 0],
    [50, Number.NaN],
    [50, -5],
    [50, 1e9],
  ]) {
    const { action } = first(withPlan(expected));
    if (action.kind === 'hold') continue;
    expect(action).toMatchObject({ kind: 'scale', from: 7 });
    expect(action.kind === 'scale' && action.to).toBeLessThanOrEqual(Math.ceil((4 * 50) / 9));
  }
});

it('P26: a morning that the plan knows is met with a smaller queue than one that it does not', () => {
  // Within an hour to twenty times as much, and a replica needs five minutes to be ready.
  const arrivals = (s: number) => 20 + 380 * Math.min(1, Math.max(0, (s - 3600) / 3600));
  const options = { seed: 4, seconds: 9000, replicas: 3, arrivals, startupSeconds: 300 };
  // By the middles of hours the line is the very same.
  const expected = [20, 20, 400, 400];
  const hours = expected.map((value, at) => ({
    ...{ startMs: at * hourMs - hourMs / 2, expected: value, upper: value, replicas: 1 },
  }));
  const plan: ServicePlan = { madeAtMs: 0, perReplica: 10, hours, seen: [] };
  const peak = (known: object) =>
    Math.max(
      ...runWorld({ ...options, spoil: (view) => ({ ...view, startupTimesMs: [300_000], ...known }) }).depths,
    );
  expect(peak({})).toBeGreaterThan(1000);
  expect(peak({ plan })).toBeLessThan(100);
});
