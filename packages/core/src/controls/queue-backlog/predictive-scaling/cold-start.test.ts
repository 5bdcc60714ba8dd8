import { expect, test } from 'vitest';
import { viewWith } from '../../load/test-views.ts';
import { settingsOf } from '../../registry.ts';
import { arrivalsAhead, forecastDepth } from './forecast.ts';
import { type PredictiveScalingSettings, predictiveScaling } from './index.ts';
import { levelOf } from './level.ts';
import { runWorld } from './test-world.ts';

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

test.each([1, 2])('P6: bursts in the first minute, read every %i s, cost nothing', (intervalSeconds) => {
  for (const dispersion of [2, 4]) {
    const bought = seeds.filter((seed) => {
      const options = { seed, seconds: 60, replicas: 2, arrivals: () => 8, intervalSeconds, dispersion };
      return Math.max(...runWorld(options).ordered) > 2;
    });
    // Without the larger doubt of a short past about a fifth of the burstier starts buy replicas, up to seven times as many.
    expect(bought.length, `seeds ${bought.join(', ')}`).toBeLessThanOrEqual(1);
  }
});

test('P7: the end of a spike, read every second, does not foretell that nothing comes any more', () => {
  const rates = [...Array.from({ length: 60 }, () => 80), 70, 52, 34, 18, 9, 8];
  for (let count = 61; count <= rates.length; count++) {
    const shown = rates.slice(0, count);
    const level = levelOf(
      {
        timesMs: shown.map((_, i) => i * 1000),
        rates: shown,
        secondsLong: shown.map(() => 1),
      },
      1,
    )!;
    expect(arrivalsAhead(level, 300_000), `after ${count} s`).toBeGreaterThan(0.5 * level.rate);
  }
});

test('P13: the band five minutes ahead of a spike is not many times what comes', () => {
  const level = levelOf(
    {
      timesMs: Array.from({ length: 40 }, (_, i) => i * 1000),
      rates: [...Array.from({ length: 20 }, () => 8), ...Array.from({ length: 20 }, (_, i) => 12 + 4 * i)],
      secondsLong: Array.from({ length: 40 }, () => 1),
    },
    1,
  )!;
  const points = forecastDepth({ nowMs: 0, depth: 500, level, capacity: () => 20 }, 300_000);
  // Nobody comes more than four times as often as now.
  expect(points.at(-1)!.upper).toBeLessThan(500 + 300 * 4.5 * level.rate);
});

test('P4: the first readings already answer a queue that grows tenfold', () => {
  const settings = settingsOf(predictiveScaling) as PredictiveScalingSettings;
  const view = viewWith({ depth: [0, 600], arrivals: [80, 80], service: [20, 20], ready: 2 });
  const { decisions } = predictiveScaling.decide(view, predictiveScaling.initialState(settings), settings);
  expect(decisions[0]!.action).toMatchObject({ kind: 'scale', from: 2 });
});
