import { expect, it } from 'vitest';
import type { ServiceView } from '../model/signal.ts';
import { freshnessOf } from './freshness.ts';

const window = { timesMs: [1], values: [2] };
const view: ServiceView = {
  service: 'consumer',
  region: 'local',
  nowMs: 10,
  signals: {
    queueDepth: { kind: 'fresh', window, intervalMs: 10 },
    arrivalRate: { kind: 'stale', window, intervalMs: 10, why: '40 s old' },
  },
  startupTimesMs: [],
};

it('is fresh only when every needed signal is', () => {
  expect(freshnessOf(view, ['queueDepth'])).toEqual({ kind: 'fresh' });
  expect(freshnessOf(view, ['queueDepth', 'arrivalRate'])).toEqual({
    kind: 'stale',
    why: 'arrivalRate: 40 s old',
  });
  expect(freshnessOf(view, ['errorRate'])).toEqual({ kind: 'stale', why: 'there is no errorRate reading' });
});

it('lets one signal stand in for another that is not read at all, and not for a late one', () => {
  const standIns = { errorRate: 'queueDepth', queueDepth: 'arrivalRate', arrivalRate: 'queueDepth' } as const;
  expect(freshnessOf(view, ['errorRate'], standIns)).toEqual({ kind: 'fresh' });
  expect(freshnessOf(view, ['queueDepth'], standIns)).toEqual({ kind: 'fresh' });
  expect(freshnessOf(view, ['arrivalRate'], standIns)).toEqual({
    kind: 'stale',
    why: 'arrivalRate: 40 s old',
  });
});
