import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../model/decision.ts';
import type { ServiceView } from '../../../model/signal.ts';
import type { Random } from '../../../statistics/random.ts';
import { runWorld, type WorldRun } from './test-world.ts';

const step = (at: number, before: number, after: number) => (second: number) =>
  second > at ? after : before;
const ramp = (at: number, seconds: number, before: number, after: number) => (second: number) =>
  before + (after - before) * Math.min(1, Math.max(0, (second - at) / seconds));

const isOut = ({ action }: Decision) => action.kind === 'scale' && action.to > action.from;
const turns = ({ actions }: WorldRun) =>
  actions.filter((one, i) => i > 0 && isOut(one) !== isOut(actions[i - 1]!)).length;
const perHour = ({ actions, depths }: WorldRun) => actions.length / (depths.length / 3600);
const secondsAbove = ({ depths }: WorldRun, threshold: number) =>
  depths.filter((depth) => depth > threshold).length;

describe('a step of ten times', () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

  it('P4: is answered within two samples, whatever the noise and the phase of the clock', () => {
    for (const seed of seeds) {
      const at = 600 + (seed % 10);
      const { actions } = runWorld({ seed, seconds: at + 40, replicas: 2, arrivals: step(at, 8, 80) });
      const answered = actions.filter(({ atMs }) => atMs > at * 1000 && atMs <= (at + 20) * 1000);
      const last = answered.at(-1)?.action;
      expect(answered.length, `seed ${seed}`).toBeGreaterThan(0);
      expect(last?.kind === 'scale' && last.to, `seed ${seed}`).toBeGreaterThanOrEqual(10);
      expect(last?.kind === 'scale' && last.to, `seed ${seed}`).toBeLessThanOrEqual(15);
    }
  });

  it('P10: is back to normal within three minutes of its start, and far from it without the control', () => {
    for (const seed of seeds) {
      const options = { seed, seconds: 1500, replicas: 2, arrivals: step(600, 8, 80) };
      const { depths } = runWorld(options);
      expect(Math.max(...depths.slice(780)), `seed ${seed}`).toBeLessThan(100);
      expect(runWorld({ ...options, dryRun: true }).depths.at(-1)).toBeGreaterThan(40_000);
    }
  });

  it('P9: is not ordered twice while slow replicas start, and does not swing afterwards', () => {
    for (const seed of seeds) {
      const run = runWorld({
        seed,
        seconds: 5400,
        replicas: 2,
        arrivals: step(605, 8, 80),
        startupSeconds: 45,
      });
      expect(Math.max(...run.ordered), `seed ${seed}`).toBeLessThanOrEqual(16);
      expect(turns(run), `seed ${seed}`).toBeLessThanOrEqual(1);
    }
  });

  it('P3: is answered without a service rate, without arrivals, and on the depth alone', () => {
    for (const withoutSignals of [
      ['serviceRate'],
      ['arrivalRate'],
      ['arrivalRate', 'serviceRate'],
    ] as const) {
      const run = runWorld({
        seed: 2,
        seconds: 3600,
        replicas: 2,
        arrivals: step(605, 8, 80),
        withoutSignals,
      });
      expect(Math.max(...run.ordered)).toBeGreaterThanOrEqual(10);
      expect(Math.max(...run.ordered)).toBeLessThanOrEqual(15);
      expect(Math.max(...run.depths.slice(820))).toBeLessThan(100);
      expect(turns(run)).toBeLessThanOrEqual(1);
    }
  });

  it('P3: is answered in time where rates are averaged over a minute', () => {
    const run = runWorld({
      seed: 2,
      seconds: 3600,
      replicas: 2,
      arrivals: step(605, 8, 80),
      averagedSeconds: 60,
    });
    expect(Math.max(...run.depths.slice(785))).toBeLessThan(100);
    expect(Math.max(...run.ordered)).toBeLessThanOrEqual(25);
    expect(turns(run)).toBeLessThanOrEqual(2);
  });

  it('P8: finds out what a replica carries when the setting is wrong either way', () => {
    const slow = runWorld({ seed: 2, seconds: 2400, replicas: 3, arrivals: step(605, 8, 80), perReplica: 4 });
    expect(Math.max(...slow.depths.slice(900))).toBeLessThan(100);
    const fast = runWorld({
      seed: 2,
      seconds: 2400,
      replicas: 2,
      arrivals: step(605, 8, 80),
      perReplica: 40,
    });
    expect(Math.max(...fast.ordered)).toBeLessThanOrEqual(8);
    expect(Math.max(...fast.depths.slice(700))).toBeLessThan(100);
  });
});

describe('growth that can be foreseen', () => {
  it('P7: a ramp to ten times in ten minutes never passes the threshold', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const run = runWorld({
        seed,
        seconds: 2400,
        replicas: 2,
        arrivals: ramp(600, 600, 8, 80),
        startupSeconds: 30,
      });
      expect(secondsAbove(run, 200), `seed ${seed}`).toBe(0);
    }
  });

  it('P7: growth of 5 % a minute for an hour never passes the threshold', () => {
    const run = runWorld({
      seed: 2,
      seconds: 3600,
      replicas: 3,
      arrivals: (s) => 20 * 1.05 ** (s / 60),
      startupSeconds: 45,
    });
    expect(secondsAbove(run, 200)).toBe(0);
  });

  it('P10, P11: a day follows its curve with no backlog, at little more than it needs', () => {
    const arrivals = (s: number) => 40 - 35 * Math.cos((2 * Math.PI * s) / 86_400);
    const run = runWorld({ seed: 3, seconds: 86_400, replicas: 1, arrivals });
    expect(secondsAbove(run, 200)).toBe(0);
    const had = run.ordered.reduce((sum, count) => sum + count, 0);
    const needed = run.ordered.reduce((sum, _, s) => sum + Math.ceil(arrivals(s) / 7.5), 0);
    expect(had / needed).toBeLessThan(1.25);
    expect(perHour(run)).toBeLessThan(2);
    expect(turns(run)).toBeLessThanOrEqual(3);
  });
});

describe('nothing but noise', () => {
  const loads = [
    [1.5, 1],
    [8, 2],
    [22, 3],
    [37.5, 5],
    [52.4, 7],
    [150, 20],
  ] as const;

  it.each([1, 5, 20])(
    'P6: with %i times the variance of Poisson it acts less than once an hour',
    (dispersion) => {
      for (const [rate, replicas] of loads) {
        const run = runWorld({ seed: 7, seconds: 6 * 3600, replicas, arrivals: () => rate, dispersion });
        expect(perHour(run), `${rate} a second`).toBeLessThan(1);
        expect(Math.max(...run.ordered), `${rate} a second`).toBeLessThanOrEqual(
          Math.ceil(replicas * 1.35) + 1,
        );
      }
    },
  );

  it('P6: sampled every second, too', () => {
    const run = runWorld({ seed: 7, seconds: 3600, replicas: 5, arrivals: () => 37, intervalSeconds: 1 });
    expect(perHour(run)).toBeLessThanOrEqual(2);
  });
});

describe('a platform and metrics that cannot be trusted', () => {
  /** Loses, ages, doubles and falsifies readings, and hides the replicas now and then. */
  function spoil(view: ServiceView, random: Random): ServiceView {
    const dice = random();
    const depth = view.signals.queueDepth!;
    if (dice < 0.1)
      return { ...view, signals: { ...view.signals, queueDepth: { ...depth, kind: 'stale', why: 'late' } } };
    if (dice < 0.2) {
      const { replicas: _, ...unknown } = view;
      return unknown;
    }
    const drop = (values: ArrayLike<number>) =>
      Array.from(values, (value) => (random() < 0.05 ? Number.NaN : value));
    if (dice < 0.3) {
      const window = { timesMs: depth.window.timesMs, values: drop(depth.window.values) };
      return { ...view, signals: { ...view.signals, queueDepth: { ...depth, window } } };
    }
    if (dice < 0.4) return { ...view, signals: { queueDepth: depth } };
    return view;
  }

  it('P2, P6, P11: does not flap, and never scales in on a view that is spoilt', () => {
    for (const seed of [1, 2, 3]) {
      const run = runWorld({ seed, seconds: 3 * 3600, replicas: 5, arrivals: () => 37, spoil });
      expect(perHour(run), `seed ${seed}`).toBeLessThan(1);
      for (const { atMs, action } of run.actions) {
        if (action.kind !== 'scale' || action.to > action.from) continue;
        const view = run.views.find(({ nowMs }) => nowMs === atMs)!;
        expect(view.signals.queueDepth?.kind).toBe('fresh');
        expect(view.replicas).toBeDefined();
      }
    }
  });

  it('P4: still masters a step', () => {
    for (const seed of [1, 2, 3]) {
      const run = runWorld({ seed, seconds: 1800, replicas: 2, arrivals: step(605, 8, 80), spoil });
      expect(Math.max(...run.depths.slice(840)), `seed ${seed}`).toBeLessThan(100);
    }
  });
});
