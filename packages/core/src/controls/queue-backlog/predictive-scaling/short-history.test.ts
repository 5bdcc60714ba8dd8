import { expect, test } from 'vitest';
import type { ServiceView } from '../../../model/signal.ts';
import { settingsOf } from '../../registry.ts';
import { type PredictiveScalingSettings, predictiveScaling } from './index.ts';

const startMs = 1_760_000_000_000;
const settings = settingsOf(predictiveScaling, {
  perReplicaRate: 9,
  startupMs: 2_000,
}) as PredictiveScalingSettings;

function viewAt(
  readings: number,
  series: Record<'queueDepth' | 'arrivalRate' | 'serviceRate', number[]>,
): ServiceView {
  const timesMs = Array.from({ length: readings }, (_, i) => startMs + i * 10_000);
  const signals = Object.fromEntries(
    Object.entries(series).map(([name, values]) => [
      name,
      { kind: 'fresh', intervalMs: 10_000, window: { timesMs, values: values.slice(0, readings) } },
    ]),
  );
  const replicas = { desired: 2, ready: 2, starting: 0 };
  return {
    service: 'consumer',
    region: 'local',
    nowMs: timesMs.at(-1)!,
    signals,
    replicas,
    startupTimesMs: [700],
  };
}

test('a tenfold step soon after the start is sized at once, and is not taken for the noise of the arrivals', () => {
  const series = {
    queueDepth: [0, 2, 2, 604],
    arrivalRate: [7.4, 8.1, 9, 75.3],
    serviceRate: [7.3, 8, 9, 15.5],
  };
  let state = predictiveScaling.initialState(settings);
  const wanted: number[] = [];
  for (let readings = 1; readings <= 4; readings++) {
    const decided = predictiveScaling.decide(viewAt(readings, series), state, settings);
    state = decided.state;
    for (const { action } of decided.decisions) if (action.kind === 'scale') wanted.push(action.to);
  }
  expect(wanted).toHaveLength(1);
  expect(wanted[0]).toBeGreaterThanOrEqual(9);
});
