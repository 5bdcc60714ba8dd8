import { expect, test } from 'vitest';
import { cut, signalsFor, unitOf } from './metric-span.ts';

const signal = { intervalMs: 1000 };

test('the signal of the type comes first, of those that the service has', () => {
  expect(signalsFor('latency_spike', { queueDepth: signal, latencyP95Ms: signal })).toEqual([
    'latencyP95Ms',
    'queueDepth',
  ]);
  expect(signalsFor('data_loss', { errorRate: signal })).toEqual(['errorRate']);
});

test('cuts a series to the span and keeps its gaps', () => {
  const series = { timesMs: [1, 2, 3, 4], values: [0.1, null, 0.3, 0.4] };
  expect(cut(series, { fromMs: 2, toMs: 3 }, unitOf('errorRate').factor)).toEqual({
    timesMs: [2, 3],
    values: [null, 30],
  });
});
