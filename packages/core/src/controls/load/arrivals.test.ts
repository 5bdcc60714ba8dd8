import { expect, it } from 'vitest';
import { arrivalsFromDepth, meanBetween, measuredArrivals } from './arrivals.ts';
import { viewWith } from './test-views.ts';

it('P3: what was served plus what the queue grew by is what arrived', () => {
  const { signals } = viewWith({ depth: [0, 100, 300, 250], service: [10, 20, 20, 20] });
  const series = arrivalsFromDepth(signals.queueDepth, meanBetween(signals.serviceRate!));
  expect(series.rates).toEqual([30, 40, 15]);
  expect(series.secondsLong).toEqual([10, 10, 10]);
});

it('P3: stretches with a hole, and stretches without a service rate, are left out rather than guessed', () => {
  const depth = {
    kind: 'fresh',
    intervalMs: 10_000,
    window: { timesMs: [0, 10_000, 60_000, 70_000], values: [0, 50, 50, 50] },
  } as const;
  expect(arrivalsFromDepth(depth, () => 5).timesMs).toEqual([10_000, 70_000]);
  const service = { ...depth, window: { timesMs: [70_000], values: [5] } };
  expect(arrivalsFromDepth(depth, meanBetween(service)).timesMs).toEqual([70_000]);
});

it('never arrives at less than nothing', () => {
  const { signals } = viewWith({ depth: [500, 0], service: [1, 1] });
  expect(arrivalsFromDepth(signals.queueDepth, meanBetween(signals.serviceRate!)).rates).toEqual([0]);
});

it('P2: stale arrivals are looked at when looking back, not when deciding', () => {
  const view = viewWith({ arrivals: [5, 6], stale: ['arrivalRate'] });
  expect(measuredArrivals(view, 'fresh').rates).toEqual([]);
  expect(measuredArrivals(view, 'any').rates).toEqual([5, 6]);
});
