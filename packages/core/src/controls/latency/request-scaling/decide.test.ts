import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../model/decision.ts';
import type { ServiceView, Signal } from '../../../model/signal.ts';
import { createRandom, samplePoisson } from '../../../statistics/random.ts';
import { settingsOf } from '../../registry.ts';
import { redecide } from '../../replay.ts';
import { type RequestScalingSettings, type RequestScalingState, requestScaling } from './index.ts';

const defaults = settingsOf(requestScaling, { perReplicaRate: 50 }) as RequestScalingSettings;
const everyMs = 10_000;

interface World {
  readonly seconds: number;
  readonly rate: (second: number) => number;
  readonly replicas: number;
  /** Requests a second that a replica carries in truth. */
  readonly carries?: number;
  readonly latencyMs?: number;
  /** Share by which the use of the processor is misread either way. */
  readonly misread?: number;
  readonly without?: readonly ('arrivalRate' | 'utilisation')[];
  readonly settings?: Partial<RequestScalingSettings>;
}

/** A service of which each request costs the same share of a processor, and the control that sizes it. */
function run({
  seconds,
  rate,
  replicas,
  carries = 50,
  latencyMs,
  misread = 0,
  without = [],
  settings = {},
}: World) {
  const random = createRandom(3);
  const times: number[] = [];
  const read: Record<string, number[]> = { arrivalRate: [], utilisation: [], latencyP50Ms: [] };
  const signal = (values: number[]): Signal => ({
    kind: 'fresh',
    intervalMs: everyMs,
    window: { timesMs: times.slice(-90), values: values.slice(-90) },
  });
  let state = requestScaling.initialState({ ...defaults, ...settings });
  let desired = replicas;
  let ready = replicas;
  let readyAt = 0;
  const ordered: number[] = [];
  const decisions: Decision[] = [];
  const views: ServiceView[] = [];
  const readies: number[] = [];
  let overloaded = 0;
  for (let second = 10; second <= seconds; second += 10) {
    if (second >= readyAt) ready = desired;
    const came = samplePoisson(random, rate(second) * 10) / 10;
    if (came > ready * carries) overloaded++;
    times.push(second * 1000);
    read.arrivalRate!.push(came);
    const use = Math.min(1, came / (ready * carries));
    read.utilisation!.push(Math.min(1, use * (1 + misread * (2 * random() - 1))));
    read.latencyP50Ms!.push(latencyMs ?? 20);
    readies.push(Math.min(ready, desired));
    const signals = Object.fromEntries(
      Object.entries(read)
        .filter(([name]) => !without.includes(name as 'arrivalRate'))
        .map(([name, values]) => [name, signal(values)]),
    );
    const counts = { desired, ready: Math.min(ready, desired), starting: Math.max(0, desired - ready) };
    const view: ServiceView = {
      ...{ service: 'api', region: 'local', nowMs: second * 1000, startupTimesMs: [20_000] },
      ...{ signals, replicas: counts },
      readyBefore: { timesMs: times.slice(-120), values: readies.slice(-120) },
    };
    views.push(view);
    const decided = requestScaling.decide(view, state, { ...defaults, ...settings });
    state = decided.state;
    const [decision] = decided.decisions;
    decisions.push(decision!);
    if (decision!.action.kind === 'scale') {
      if (decision!.action.to > desired) readyAt = second + 20;
      desired = decision!.action.to;
      ready = Math.min(ready, desired);
    }
    ordered.push(desired);
  }
  return { ordered, decisions, overloaded, state, views };
}

it('R1: holds without requests and the processor, and says so', () => {
  const without = ['arrivalRate', 'utilisation'] as const;
  const { decisions } = run({ seconds: 60, rate: () => 100, replicas: 3, without });
  expect(decisions[0]).toMatchObject({
    control: 'request-scaling',
    action: { kind: 'hold' },
    why: 'Nothing is changed: there is no reading of the requests.',
  });
});

it('R1: a steady load is left alone, in words that know of no queue', () => {
  const { decisions, ordered } = run({ seconds: 3600, rate: () => 100, replicas: 3 });
  expect(new Set(ordered)).toEqual(new Set([3]));
  expect(decisions.at(-1)!.why).toMatch(
    /^Arrivals are \d+ a second; 3 replicas carry \d+, which is enough\.$/,
  );
});

it('R2: learns from the processor what a replica carries, whatever the setting says', () => {
  for (const carries of [20, 120]) {
    const { state, ordered } = run({ seconds: 7200, rate: () => 300, replicas: 8, carries });
    expect(state.byProcessor! / carries).toBeGreaterThan(0.9);
    expect(state.byProcessor! / carries).toBeLessThan(1.1);
    expect(ordered.at(-1)).toBeGreaterThanOrEqual(Math.ceil(300 / carries));
    expect(ordered.at(-1)).toBeLessThanOrEqual(Math.ceil(300 / (0.7 * carries)) + 1);
  }
});

it('R2: without the processor the setting counts', () => {
  const { ordered } = run({ seconds: 600, rate: () => 300, replicas: 2, without: ['utilisation'] });
  // Eight at exactly 300 a second.
  expect(ordered.at(-1)).toBeGreaterThanOrEqual(8);
  expect(ordered.at(-1)).toBeLessThanOrEqual(9);
});

it('R3: a pool of workers limits a replica before its processor does', () => {
  const settings = { concurrencyPerReplica: 4 };
  const { ordered } = run({ seconds: 600, rate: () => 300, replicas: 8, latencyMs: 200, settings });
  // Four at once, 200 ms each: twenty a second.
  expect(ordered.at(-1)).toBeGreaterThanOrEqual(20);
});

it('R4: a surge is answered within two readings', () => {
  const { decisions } = run({ seconds: 700, rate: (s) => (s > 605 ? 500 : 80), replicas: 3 });
  const outs = decisions.filter(({ atMs, action }) => action.kind === 'scale' && atMs > 605_000);
  expect(outs[0]!.atMs).toBeLessThanOrEqual(625_000);
  expect(outs[0]!.action).toMatchObject({ from: 3 });
});

it('R4: a day is followed with no reading over the capacity, at little more than it needs', () => {
  const rate = (s: number) => 400 - 350 * Math.cos((2 * Math.PI * s) / 86_400);
  const { ordered, overloaded } = run({ seconds: 86_400, rate, replicas: 2 });
  expect(overloaded).toBe(0);
  const had = ordered.reduce((sum, count) => sum + count, 0);
  const needed = ordered.reduce((sum, _, i) => sum + Math.ceil(rate(i * 10) / (50 * 0.75)), 0);
  expect(had / needed).toBeLessThan(1.2);
});

it('R5: decides the same on its evidence, and grades what it did', () => {
  const { decisions } = run({ seconds: 1200, rate: (s) => (s > 605 ? 500 : 80), replicas: 3 });
  for (const decision of decisions) {
    const kept = JSON.parse(JSON.stringify(decision.evidence));
    expect(redecide(kept)).toEqual({ kind: 'decided', decisions: [decision] });
  }
  const out = decisions.find(({ action }) => action.kind === 'scale')!;
  const { view } = decisions.at(-1)!.evidence as { view: ServiceView };
  expect(requestScaling.grade(out, view).outcome).toBe('true_positive');
});

describe('R6: by the processor alone', () => {
  const without = ['arrivalRate'] as const;

  it('a steady load is left alone, and the sentence says what it went by', () => {
    const { decisions, ordered } = run({ seconds: 7200, rate: () => 100, replicas: 3, without });
    expect(new Set(ordered)).toEqual(new Set([3]));
    expect(decisions.at(-1)!.why).toMatch(
      /^By the processor alone: 3 replicas do the work of (2|2.1|1.9), which is enough\.$/,
    );
  });

  it('a surge is answered within two readings, and a full processor until it no longer is', () => {
    const { decisions, ordered } = run({
      seconds: 900,
      rate: (s) => (s > 605 ? 500 : 80),
      replicas: 3,
      without,
    });
    const outs = decisions.filter(({ atMs, action }) => action.kind === 'scale' && atMs > 605_000);
    expect(outs[0]!.atMs).toBeLessThanOrEqual(625_000);
    expect(outs[0]!.why).toMatch(
      /^By the processor alone: 3 replicas do the work of [\d.]+; \d are needed\.$/,
    );
    expect(ordered.at(-1)).toBeGreaterThanOrEqual(11);
    expect(ordered.at(-1)).toBeLessThanOrEqual(20);
  });

  it('a day is followed with no reading over the capacity, at little more than it needs', () => {
    const rate = (s: number) => 400 - 350 * Math.cos((2 * Math.PI * s) / 86_400);
    const { ordered, overloaded } = run({ seconds: 86_400, rate, replicas: 2, without });
    expect(overloaded).toBe(0);
    const had = ordered.reduce((sum, count) => sum + count, 0);
    const needed = ordered.reduce((sum, _, i) => sum + Math.ceil(rate(i * 10) / (50 * 0.75)), 0);
    expect(had / needed).toBeLessThan(1.2);
  });

  it('decides the same on its evidence', () => {
    const { decisions } = run({ seconds: 900, rate: (s) => (s > 605 ? 500 : 80), replicas: 3, without });
    for (const decision of decisions) {
      const kept = JSON.parse(JSON.stringify(decision.evidence));
      expect(redecide(kept)).toEqual({ kind: 'decided', decisions: [decision] });
    }
  });

  describe('R7: is graded by the work that was done since', () => {
    const surge = run({ seconds: 1500, rate: (s) => (s > 605 ? 500 : 80), replicas: 3, without });
    const gradeAt = (at: (typeof surge.decisions)[number], views = surge.views) =>
      requestScaling.grade(at, views.find(({ nowMs }) => nowMs >= at.gradeAtMs)!);
    const decidedAt = (second: number) => surge.decisions.find(({ atMs }) => atMs === second * 1000)!;

    it('a scale-out that a surge asked for was needed, and without it the target would have been passed', () => {
      const out = surge.decisions.find(({ action }) => action.kind === 'scale')!;
      expect(gradeAt(out)).toMatchObject({
        outcome: 'true_positive',
        why: expect.stringMatching(
          /^It was needed: the busiest minute would have used \d+ % of the processors of 3 replicas \(target 75 %\)\.$/,
        ),
      });
    });

    it('a hold at a load that stayed was right, one before a surge missed it', () => {
      expect(gradeAt(decidedAt(200)).outcome).toBe('true_negative');
      expect(gradeAt(decidedAt(600)).outcome).toBe('false_negative');
    });

    it('a scale-out at a load that stayed was not needed, nor was a scale-in missed', () => {
      const calm = decidedAt(200);
      const out = { ...calm, action: { kind: 'scale', from: 3, to: 5 } } as const;
      expect(gradeAt(out).outcome).toBe('false_positive');
      const scaleIn = { ...calm, action: { kind: 'scale', from: 3, to: 2 } } as const;
      expect(gradeAt(scaleIn)).toMatchObject({ outcome: 'true_negative' });
      const tooFar = { ...calm, action: { kind: 'scale', from: 3, to: 1 } } as const;
      expect(gradeAt(tooFar)).toMatchObject({ outcome: 'false_negative' });
    });

    it('not where the ready replicas, or the processor, were not seen', () => {
      const views = surge.views.map(({ readyBefore: _, ...view }) => view);
      expect(gradeAt(decidedAt(200), views).outcome).toBe('not_gradable');
      const blind = surge.views.map((view) => ({ ...view, signals: {} }));
      expect(gradeAt(decidedAt(200), blind).outcome).toBe('not_gradable');
    });
  });

  it.each([0.1, 0.3])('a use that is misread by up to %f costs less than an order an hour', (misread) => {
    const { decisions } = run({ seconds: 6 * 3600, rate: () => 200, replicas: 6, misread, without });
    const orders = decisions.filter(({ action }) => action.kind === 'scale');
    expect(orders.map(({ atMs, why }) => `${atMs / 1000}: ${why}`).length).toBeLessThan(6);
  });

  it('late requests are not missing ones: it holds', () => {
    const { decisions } = run({ seconds: 600, rate: () => 100, replicas: 3 });
    const { view, state } = decisions.at(-1)!.evidence as unknown as {
      view: ServiceView;
      state: RequestScalingState;
    };
    const late: Signal = { ...view.signals.arrivalRate!, kind: 'stale', why: '90 s old' };
    const signals = { ...view.signals, arrivalRate: late };
    const [decision] = requestScaling.decide({ ...view, signals }, state, defaults).decisions;
    expect(decision).toMatchObject({
      action: { kind: 'hold' },
      why: 'Nothing is changed: the readings of the requests are stale (90 s old).',
    });
  });
});
