import { describe, expect, test } from 'vitest';
import { InstanceWatch } from './instances.ts';
import { judgeHolds, judgeInstances, judgeReaches, judgeReturns } from './judge-condition.ts';
import { Marks } from './marks.ts';

const opens = { signal: 'openBreakers', above: 0 } as const;
const closed = { signal: 'openBreakers', below: 1 } as const;
const startMs = 100_000;
const endMs = 160_000;

/** Readings each as [seconds since the start, value]; undefined where there was none. */
function marksOf(
  condition: { above?: number; below?: number },
  ...readings: (readonly [number, number | undefined])[]
): Marks {
  const marks = new Marks();
  for (const [second, value] of readings) {
    const atMs = startMs + second * 1_000;
    if (value === undefined) marks.see({ kind: 'unknown', says: 'nothing came' }, atMs);
    else {
      const holds = value > (condition.above ?? -1) && value < (condition.below ?? 1e9);
      marks.see({ kind: holds ? 'true' : 'false', value, atMs, says: '' }, atMs);
    }
  }
  return marks;
}

describe('reaches', () => {
  const criterion = { kind: 'reaches', condition: opens, withinMs: 60_000 } as const;
  const seen = { faultStartedAtMs: startMs };

  test('is met by the first reading that holds after the start, and says when that was', () => {
    const marks = marksOf(opens, [-2, 1], [2, 0], [4, 1], [6, 1]);
    expect(judgeReaches(criterion, marks, seen, startMs + 10_000)).toEqual({
      met: true,
      says: 'openBreakers above 0: 4 s after the start (limit 60 s).',
    });
  });

  test('is open until its limit, and failed after it', () => {
    const marks = marksOf(opens, [2, 0]);
    expect(judgeReaches(criterion, marks, seen, startMs + 59_000).met).toBeUndefined();
    expect(judgeReaches(criterion, marks, seen, startMs + 61_000)).toEqual({
      met: false,
      says: 'openBreakers above 0: never; it is 0 (limit 60 s).',
    });
    expect(judgeReaches(criterion, marksOf(opens, [61, 1]), seen, startMs + 62_000).met).toBe(false);
  });

  test('without a reading is not met: missing is not open', () => {
    const judged = judgeReaches(criterion, marksOf(opens, [1, undefined]), seen, startMs + 61_000);
    expect(judged).toMatchObject({ met: false, says: expect.stringContaining('it cannot be read') });
  });
});

describe('holds', () => {
  const criterion = {
    kind: 'holds',
    condition: { signal: 'latencyP99Ms', below: 500 },
    afterMs: 10_000,
    readingShare: 0.75,
  } as const;
  const seen = { faultStartedAtMs: startMs, faultEndedAtMs: endMs };
  const judge = (...readings: (readonly [number, number | undefined])[]) =>
    judgeHolds(criterion, marksOf(criterion.condition, ...readings), seen, endMs + 5_000);

  test('counts the readings under the fault from its grace on, and no others', () => {
    expect(judge([-5, 9_000], [5, 9_000], [15, 100], [30, 900], [45, 120], [59, 200], [61, 9_000])).toEqual({
      met: true,
      says: 'latencyP99Ms below 500: in 3 of 4 readings under the fault (limit at least 75 %); worst 900.',
    });
    expect(judge([15, 100], [30, 900], [45, 901]).met).toBe(false);
  });

  test('is not met by what could not be read', () => {
    expect(judge([5, undefined])).toMatchObject({ met: false, says: expect.stringContaining('too little') });
    expect(judge([12, 100], [15, undefined], [58, 100]).met).toBe(false);
  });

  test('is open as long as the fault is on', () => {
    const marks = marksOf(criterion.condition, [15, 9_000]);
    const running = { faultStartedAtMs: startMs };
    expect(judgeHolds(criterion, marks, running, startMs + 20_000).met).toBeUndefined();
  });
});

describe('returns', () => {
  const criterion = { kind: 'returns', condition: closed, withinMs: 30_000, holdMs: 10_000 } as const;
  const seen = { faultStartedAtMs: startMs, faultEndedAtMs: endMs };
  const judge = (nowSecond: number, ...readings: (readonly [number, number | undefined])[]) =>
    judgeReturns(criterion, marksOf(closed, ...readings), seen, startMs + nowSecond * 1_000);

  test('is met once it has held, from the moment that it began to', () => {
    expect(judge(90, [58, 0], [62, 1], [66, 0], [70, 1], [74, 0], [86, 0])).toEqual({
      met: true,
      says: 'openBreakers below 1 again: 14 s after the end (limit 30 s, held for 10 s).',
    });
  });

  test('is not held over a time without readings', () => {
    expect(judge(90, [66, 0], [70, undefined], [74, 0], [78, 0]).met).toBeUndefined();
  });

  test('is failed when it has not come, or came too late', () => {
    expect(judge(101, [66, 1], [100, 1])).toMatchObject({
      met: false,
      says: expect.stringContaining('it is 1'),
    });
    expect(judge(120, [66, 1], [95, 0], [106, 0]).met).toBe(false);
  });
});

describe('instances recover', () => {
  const criterion = { kind: 'instances_recover', withinMs: 3_000 } as const;
  const status = (second: number, ready: boolean, restarts = 0, readySecond = -60) => ({
    atMs: startMs + second * 1_000,
    desired: 1,
    instances: [
      {
        id: 'a-1',
        state: ready ? ('ready' as const) : ('starting' as const),
        startedAtMs: startMs + (readySecond - 1) * 1_000,
        restarts,
        ...(ready ? { readyAtMs: startMs + readySecond * 1_000 } : {}),
      },
    ],
  });
  const judge = (nowSecond: number, ...after: ReturnType<typeof status>[]) => {
    const instances = new InstanceWatch(startMs, status(-1, true));
    for (const one of after) instances.see(one);
    return judgeInstances(criterion, { faultStartedAtMs: startMs, instances }, startMs + nowSecond * 1_000);
  };

  test('by the platform’s own times, also when nobody looked in between', () => {
    expect(judge(5, status(4, true, 1, 1.4))).toEqual({
      met: true,
      says: 'Instances ready again after 1.4 s (limit 3 s).',
    });
    expect(judge(8, status(2, false), status(7, true, 1, 6)).met).toBe(false);
  });

  test('one that was only stopped is back when the platform says so', () => {
    expect(judge(9, status(2, false), status(8, true))).toMatchObject({
      met: false,
      says: 'Instances ready again after 8 s (limit 3 s).',
    });
  });

  test('what was not seen to go is not failed before the platform can have told, nor met', () => {
    expect(judge(60, status(4, true)).met).toBeUndefined();
    expect(judge(5, status(4, false)).met).toBeUndefined();
    expect(judge(20, status(4, false)).met).toBe(false);
  });
});
