import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { predictiveScaling } from '../controls/queue-backlog/predictive-scaling/index.ts';
import { settingsOf } from '../controls/registry.ts';
import { defaultGuardRails } from '../safety/rails.ts';
import {
  controlledScaler,
  provisioningCost,
  reactiveScaler,
  replayScaling,
  scalingOutcome,
} from './index.ts';

const second = 1_000;
const stepMs = 10 * second;

/** Arrivals a second by second of the recording, read every ten. */
function recorded(rate: (second: number) => number, seconds = 3600) {
  const timesMs = Array.from({ length: seconds / 10 }, (_, i) => (i + 1) * stepMs);
  return { timesMs, values: timesMs.map((atMs) => rate(atMs / second)) };
}

const usual = { startMs: stepMs, untilMs: 3600 * second, stepMs, perReplica: 10, startupMs: 45 * second };
const calm = { ...usual, replicas: 2, depth: 0 };
const rails = { ...defaultGuardRails, floor: 2, ceiling: 30 };
const reactive = () => reactiveScaler({ floor: 2, ceiling: 30, targetUse: 0.7, backlogPerReplica: 100 });
const ounce = () =>
  controlledScaler({
    ...{ of: { service: 'consumer', region: 'local' }, control: predictiveScaling, rails, stepMs },
    settings: settingsOf(predictiveScaling),
  });

describe('a replay of recorded arrivals', () => {
  test('what comes in is carried away or waits', () => {
    const rate = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(rate, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 8 }),
        (rates, n) => {
          const arrivals = { timesMs: rates.map((_, i) => (i + 1) * stepMs), values: rates };
          const untilMs = rates.length * stepMs;
          const moments = [...replayScaling({ ...calm, arrivals, untilMs, replicas: n }, () => n)];
          let depth = 0;
          moments.forEach((moment, i) => {
            depth = Math.max(0, depth + (rates[i]! - n * 10) * 10);
            expect(moment.depth).toBeCloseTo(depth, 6);
            expect(moment.ordered).toBe(n);
          });
        },
      ),
    );
  });

  test('a replica works once it has started, and those that have not go first', () => {
    const arrivals = recorded(() => 5, 300);
    const wishes = [2, 6, 6, 3, 3, 3, 3, 3, 3];
    const moments = [
      ...replayScaling({ ...calm, arrivals, untilMs: 90 * second }, () => wishes.shift() ?? 3),
    ];
    expect(moments.map(({ ordered }) => ordered)).toEqual([2, 2, 6, 6, 3, 3, 3, 3, 3]);
    expect(moments.map(({ ready }) => ready)).toEqual([2, 2, 2, 2, 2, 2, 3, 3, 3]);
  });
});

describe('plain reactive scaling', () => {
  test('leaves a load within a tenth of its target alone, and comes down after five minutes', () => {
    const arrivals = recorded((s) => (s > 600 && s <= 900 ? 70 : 14));
    const moments = [...replayScaling({ ...calm, arrivals }, reactive())];
    const at = (s: number) => moments.find(({ atMs }) => atMs >= s * second)!.ordered;
    expect(at(590)).toBe(2);
    expect(at(890)).toBeGreaterThanOrEqual(10);
    expect(at(1_100)).toBeGreaterThanOrEqual(10);
    expect(at(2_400)).toBe(2);
  });

  test('a step is seen later by the reactive rule than by the control, on the same recording', () => {
    const arrivals = recorded((s) => (s > 600 && s <= 2_400 ? 80 : 8));
    const outcome = (scaler: ReturnType<typeof reactive>) =>
      scalingOutcome([...replayScaling({ ...calm, arrivals }, scaler)], 200);
    const [plain, controlled] = [outcome(reactive()), outcome(ounce())];
    expect(controlled.minutesOver).toBeLessThan(plain.minutesOver);
    expect(controlled.peakDepth).toBeLessThanOrEqual(plain.peakDepth);
    expect(outcome(() => 2).minutesOver).toBeGreaterThan(20);
  });
});

describe('what it costs', () => {
  test('minutes, peak and replica-hours of a stretch; a hole in it counts for nothing', () => {
    const moments = [
      { atMs: 0, depth: 0, ordered: 2 },
      { atMs: 60 * second, depth: 300, ordered: 2 },
      { atMs: 120 * second, depth: 100, ordered: 4 },
      { atMs: 7_320 * second, depth: 900, ordered: 4 },
    ];
    expect(scalingOutcome(moments, 200)).toEqual({
      ...{ minutesOver: 1, peakDepth: 900, replicaHours: 4 / 60, scaleOuts: 1 },
    });
  });

  test('too many and too few replica-hours, against what carries the load when it comes', () => {
    const moments = Array.from({ length: 721 }, (_, i) => ({
      ...{ atMs: i * stepMs, arrivals: i < 360 ? 15 : 60, ordered: 5 },
    }));
    const cost = provisioningCost(moments, { perReplica: 10, targetUse: 0.75, startupMs: 0, floor: 1 });
    // An hour with 3 too many, an hour with 3 too few; the change is smoothed over five minutes.
    expect(cost.over).toBeCloseTo(3, 0);
    expect(cost.under).toBeCloseTo(3, 0);
    const early = provisioningCost(moments, {
      perReplica: 10,
      targetUse: 0.75,
      startupMs: 600_000,
      floor: 1,
    });
    expect(early.under).toBeGreaterThan(cost.under + 0.3);
  });
});
