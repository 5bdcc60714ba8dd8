import { expect, test } from 'vitest';
import type { ControlView, ServiceState } from '../../api/types.ts';
import { depthLines, depthScaleMax, faultWindows, newestForecast } from './depth-chart-data.ts';

const points = [{ atMs: 4000, value: 30, lower: -5, upper: 900 }];
const forecast = { madeAtMs: 2500, points };
const depth = { timesMs: [1000, 2000, 3000], values: [10, 20, 700] };
const control: ControlView = {
  control: 'predictive-scaling',
  title: 'Predictive scaling',
  mode: 'enforced',
  last: { atMs: 2000, action: { kind: 'hold' }, why: '', forecast: points, outcome: { kind: 'hold' } },
};
const service: ServiceState = {
  service: 'pubsub-consumer',
  region: 'local',
  signals: {},
  thresholds: {},
  controls: [control],
  chaos: 'allowed',
};

test('the forecast sets out from the reading that it was made on, not from a later one, and a queue is never below empty', () => {
  const [, value, lower, upper] = depthLines(depth, forecast);
  expect(value).toEqual({ timesMs: [2000, 4000], values: [20, 30] });
  expect(lower?.values).toEqual([20, 0]);
  expect(upper?.values).toEqual([20, 900]);
});

test('without a forecast there is only the depth', () => {
  expect(depthLines(depth, undefined).map(({ timesMs }) => timesMs.length)).toEqual([3, 0, 0, 0]);
});

test('the scale shows the threshold, and neither a wide band nor a steep forecast flattens the readings', () => {
  expect(depthScaleMax(depthLines(depth, undefined), 1000)).toBeCloseTo(1120);
  const shallow = { timesMs: [1000], values: [20] };
  expect(depthScaleMax(depthLines(shallow, forecast), undefined)).toBeCloseTo(20 * 1.5 * 1.12);
  const steep = { madeAtMs: 2500, points: [{ atMs: 4000, value: 41_349, lower: 0, upper: 91_639 }] };
  expect(depthScaleMax(depthLines(shallow, steep), 200)).toBeCloseTo(200 * 2.5 * 1.12);
});

test('a control that is off forecasts nothing', () => {
  expect(newestForecast(service)?.madeAtMs).toBe(2000);
  expect(newestForecast({ ...service, controls: [{ ...control, mode: 'off' }] })).toBeUndefined();
});

test('a fault that is still in is shaded until now; one that was never injected is not shaded', () => {
  const base = {
    id: 'e',
    scenario: 'queue_backlog',
    says: '',
    target: service,
    faultTarget: service,
    faults: ['arrivals × 10'],
    controls: 'on' as const,
    durationMs: 1,
    startedAtMs: 0,
    phase: 'fault' as const,
    progress: 0,
    criteria: [],
  };
  expect(faultWindows([base, { ...base, faultStartedAtMs: 5 }], 9)).toEqual([
    { fromMs: 5, toMs: 9, label: 'arrivals × 10' },
  ]);
});
