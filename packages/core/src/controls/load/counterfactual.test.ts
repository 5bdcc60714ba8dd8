import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordedArrivals, whatIf } from './counterfactual.ts';
import { repeat, viewWith } from './test-views.ts';

const nowMs = 3_600_000;

it('P19: a minute without arrivals leaves open what was right', () => {
  const whole = viewWith({ arrivals: repeat(40, 5) });
  expect(recordedArrivals(whole, nowMs - 300_000, nowMs).kind).toBe('recorded');
  expect(recordedArrivals(whole, nowMs - 600_000, nowMs)).toEqual({
    kind: 'missing',
    why: 'arrivals are missing for 210 s of the time after it',
  });
  expect(recordedArrivals(whole, nowMs - 200_000, nowMs + 100_000).kind).toBe('missing');
  expect(recordedArrivals(viewWith({}), nowMs - 300_000, nowMs).kind).toBe('missing');
});

it('looks back on stale readings, too, and on the queue where arrivals are not reported', () => {
  const stale = viewWith({ arrivals: repeat(40, 5), stale: ['arrivalRate'] });
  expect(recordedArrivals(stale, nowMs - 300_000, nowMs).kind).toBe('recorded');
  const unreported = viewWith({ depth: repeat(40, 7), service: repeat(40, 5) });
  expect(recordedArrivals(unreported, nowMs - 300_000, nowMs)).toMatchObject({ rates: repeat(30, 5) });
});

it('lets arrivals flow into a queue', () => {
  const recorded = {
    kind: 'recorded',
    seconds: repeat(12, 10),
    rates: [...repeat(6, 30), ...repeat(6, 0)],
  } as const;
  expect(whatIf(recorded, 50, () => 20)).toEqual({ peak: 650, peakAfterMs: 60_000, busiestMinute: 30 });
});

it('more capacity never makes a deeper queue', () => {
  const rates = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 40 });
  const capacity = fc.double({ min: 0, max: 1000, noNaN: true });
  fc.assert(
    fc.property(rates, capacity, capacity, (list, less, extra) => {
      const recorded = { kind: 'recorded', seconds: list.map(() => 10), rates: list } as const;
      const peak = (perSecond: number) => whatIf(recorded, 10, () => perSecond).peak;
      expect(peak(less + extra)).toBeLessThanOrEqual(peak(less));
    }),
  );
});
