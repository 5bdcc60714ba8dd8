import { expect, test } from 'vitest';
import type { VerdictView } from '../../api/types.ts';
import { chartSpan, fittingWindowMs } from './chart-span.ts';

const minuteMs = 60_000;
const nowMs = 100 * minuteMs;
const longAgo = { nowMs, startedAtMs: 0, newest: undefined };
const verdict: VerdictView = { kind: 'passed', exitCode: 0, why: '', criteria: [] };

test('a drill that runs or has just ended is looked at closely, and so is a governor that has just started', () => {
  expect(fittingWindowMs(longAgo)).toBe(15 * minuteMs);
  expect(fittingWindowMs({ ...longAgo, startedAtMs: nowMs - minuteMs })).toBe(5 * minuteMs);
  const drill = { startedAtMs: nowMs - 10 * minuteMs };
  expect(fittingWindowMs({ ...longAgo, newest: drill })).toBe(5 * minuteMs);
  expect(fittingWindowMs({ ...longAgo, newest: { ...drill, verdict } })).toBe(15 * minuteMs);
  const fresh = { startedAtMs: nowMs - 2 * minuteMs, verdict };
  expect(fittingWindowMs({ ...longAgo, newest: fresh })).toBe(5 * minuteMs);
});

test('the picture does not begin before the governor did, and never shows less than two minutes', () => {
  const past = (sinceStartMs: number) => {
    const span = chartSpan(nowMs, 5 * minuteMs, nowMs - sinceStartMs);
    return [(nowMs - span.fromMs) / minuteMs, (span.toMs - nowMs) / minuteMs];
  };
  expect(past(10_000)).toEqual([2, 1]);
  expect(past(4 * minuteMs)).toEqual([4, 2]);
  expect(past(60 * minuteMs)).toEqual([5, 2.5]);
});
