import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceView, Signal, SignalName } from '../../../model/signal.ts';
import { repeat, viewWith } from '../../load/test-views.ts';
import { redecide } from '../../replay.ts';
import { decide } from './decide.ts';
import { checkSettings } from './settings.ts';
import { initialState } from './state.ts';
import { defaults, runWorld } from './test-world.ts';

const first = (view: ServiceView) => decide(view, initialState(defaults), defaults).decisions[0]!;
const quiet = { depth: repeat(30, 1), arrivals: repeat(30, 8), service: repeat(30, 8) };

describe('one decision', () => {
  it('P1: says in one sentence why replicas are added', () => {
    const spike = {
      depth: [...repeat(28, 1), 300, 900],
      arrivals: [...repeat(28, 8.1), 82, 82],
      service: [...repeat(28, 8.1), 20, 20],
    };
    const { action, why, id } = first(viewWith(spike));
    expect(action).toEqual({ kind: 'scale', from: 2, to: 12 });
    expect(why).toMatch(
      /^Arrivals rose from 8.1 to 82 a second; 2 replicas carry 20; 12 are needed to get back under 200 waiting and drain [\d,]+ within 60 s\.$/,
    );
    expect(id).toBe('predictive-scaling/consumer@local/3600000');
  });

  it('P1: holds with a sentence when there is enough', () => {
    expect(first(viewWith(quiet))).toMatchObject({
      action: { kind: 'hold' },
      why: 'Arrivals are 8 a second and 1 are waiting; 2 replicas carry 20, which is enough.',
    });
  });

  it('P5, P14: answers a jump behind a gate at the first reading that shows it, and again on its evidence', () => {
    const jump = {
      depth: [...repeat(29, 0), 20],
      arrivals: [...repeat(29, 8), 80],
      service: [...repeat(29, 8), 18],
    };
    expect(first(viewWith(jump)).action).toEqual({ kind: 'hold' });
    const decision = first({ ...viewWith(jump), admission: { limit: { perSecond: 17, burst: 40 } } });
    expect(decision.action).toMatchObject({ kind: 'scale', from: 2 });
    const kept = JSON.parse(JSON.stringify(decision.evidence));
    expect(redecide(kept)).toEqual({ kind: 'decided', decisions: [decision] });
  });

  it('P2: holds without a fresh queue or known replicas', () => {
    const { queueDepth: _, ...withoutDepth } = viewWith(quiet).signals;
    const { replicas: __, ...unknown } = viewWith(quiet);
    const cases = [
      viewWith({ ...quiet, stale: ['queueDepth'] }),
      { ...viewWith(quiet), signals: withoutDepth },
      unknown,
      { ...viewWith(quiet), replicas: { desired: Number.NaN, ready: 2, starting: 0 } },
    ];
    const whys = cases.map((view) => {
      const { action, why } = first(view);
      expect(action).toEqual({ kind: 'hold' });
      return why;
    });
    expect(whys).toEqual([
      "Nothing is changed: the queue's readings are stale (40 s old).",
      'Nothing is changed: there is no reading of the queue.',
      'Nothing is changed: it is not known how many replicas there are.',
      'Nothing is changed: it is not known how many replicas there are.',
    ]);
  });

  it('P3: holds when nothing tells what arrives', () => {
    expect(first(viewWith({ depth: repeat(30, 0) })).why).toBe(
      'Nothing is changed: it is not known what arrives, and the queue does not tell.',
    );
  });

  it('P15: asks for what is needed, whatever any guard rail would say', () => {
    const huge = { depth: repeat(30, 1), arrivals: repeat(30, 80_000), service: repeat(30, 8) };
    expect(first(viewWith(huge)).action).toMatchObject({ to: expect.toSatisfy((to: number) => to > 8000) });
  });

  it('settings that contradict each other are named', () => {
    expect(checkSettings(defaults)).toEqual([]);
    expect(checkSettings({ ...defaults, scaleInEveryMs: 400_000 })[0]).toContain('scaleInEveryMs (400000)');
    expect(checkSettings({ ...defaults, startupMs: 400_000 })[0]).toContain('startupMs (400000)');
  });
});

describe('any decision', () => {
  const number = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: 0, max: 1e5, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -5, 0) },
  );
  const signal = fc
    .tuple(fc.array(fc.tuple(fc.integer({ min: 0, max: 30_000 }), number), { maxLength: 40 }), fc.boolean())
    .map(([readings, isStale]): Signal => {
      let atMs = 1_000_000;
      const timesMs = readings.map(([wait]) => {
        atMs += wait;
        return atMs;
      });
      const window = { timesMs, values: readings.map(([, value]) => value) };
      return isStale
        ? { kind: 'stale', window, intervalMs: 10_000, why: 'old' }
        : { kind: 'fresh', window, intervalMs: 10_000 };
    });
  const names: readonly SignalName[] = ['queueDepth', 'arrivalRate', 'serviceRate'];
  const view = fc
    .record({
      signals: fc.tuple(...names.map(() => fc.option(signal, { nil: undefined, freq: 8 }))),
      replicas: fc.option(fc.tuple(fc.nat(50), fc.nat(50)), { nil: undefined, freq: 8 }),
      startupTimesMs: fc.array(number, { maxLength: 5 }),
    })
    .map(
      ({ signals, replicas, startupTimesMs }): ServiceView => ({
        service: 'consumer',
        region: 'local',
        nowMs: 1_600_000,
        signals: Object.fromEntries(names.flatMap((name, i) => (signals[i] ? [[name, signals[i]]] : []))),
        ...(replicas
          ? {
              replicas: {
                desired: replicas[0],
                ready: replicas[1],
                starting: Math.max(0, replicas[0] - replicas[1]),
              },
            }
          : {}),
        startupTimesMs,
      }),
    );

  it('P1, P13, P14: is plain finite JSON with a sentence, whatever is read', () => {
    fc.assert(
      fc.property(fc.array(view, { minLength: 1, maxLength: 4 }), (views) => {
        let state = initialState(defaults);
        for (const [i, one] of views.entries()) {
          const decided = decide({ ...one, nowMs: one.nowMs + i * 10_000 }, state, defaults);
          state = decided.state;
          const [decision] = decided.decisions;
          expect(JSON.parse(JSON.stringify(decided))).toEqual(decided);
          expect(decision!.why).toMatch(/^[A-Z].*\.$/);
          expect(decision!.why).not.toMatch(/NaN|Infinity|undefined/);
          if (decision!.action.kind !== 'scale') continue;
          const { from, to } = decision!.action;
          expect(Number.isInteger(to) && to >= 0 && to !== from).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('P12: does not take a shrinking queue, read alone, for idle replicas', () => {
    const calm = runWorld({ seed: 5, seconds: 1200, replicas: 6, arrivals: () => 8, dryRun: true });
    const state = calm.decisions.at(-1)!.evidence.state as ReturnType<typeof initialState>;
    const { nowMs } = calm.views.at(-1)!;
    const falling = viewWith({ depth: [1600, 1100, 600, 100], ready: 6, nowMs });
    expect(decide(falling, state, defaults).decisions[0]).toMatchObject({
      action: { kind: 'hold' },
      evidence: { figures: { arrivals: { source: 'while-busy' }, neededToStay: 2 } },
    });
  });

  it('P2, P11, P12: never scales in blind, whatever it remembers', () => {
    const calm = runWorld({ seed: 5, seconds: 1200, replicas: 6, arrivals: () => 8, dryRun: true });
    const last = calm.decisions.at(-1)!;
    expect(last.action).toEqual({ kind: 'scale', from: 6, to: 5 });
    const state = last.evidence.state as ReturnType<typeof initialState>;
    const { nowMs } = calm.views.at(-1)!;
    fc.assert(
      fc.property(view, (blind) => {
        const depth = blind.signals.queueDepth;
        const both =
          blind.signals.arrivalRate?.kind === 'fresh' || blind.signals.serviceRate?.kind === 'fresh';
        if (depth?.kind === 'fresh' && blind.replicas && both) return;
        const { action } = decide({ ...blind, nowMs }, state, defaults).decisions[0]!;
        expect(action.kind !== 'scale' || action.to > action.from).toBe(true);
      }),
    );
  });
});
