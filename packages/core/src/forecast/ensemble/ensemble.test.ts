import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seasonalNaive } from '../models/seasonal-naive.ts';
import { officeTraffic } from '../test-series.ts';
import { combine, planBacktest, runBacktest } from './backtest.ts';
import { historyBounds } from './bounds.ts';
import { learnWeights } from './weights.ts';

describe('a backtest plan', () => {
  test('keeps every origin and its whole horizon within the last third', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 400 }), (length, horizon) => {
        const plan = planBacktest(length, horizon, [24, 168]);
        if (plan === undefined) return;
        expect(plan.horizon).toBeLessThanOrEqual(horizon);
        expect(new Set(plan.origins).size).toBe(plan.origins.length);
        for (const origin of plan.origins) {
          expect(origin).toBeGreaterThanOrEqual(Math.ceil((length * 2) / 3) - 1);
          expect(origin + plan.horizon).toBeLessThanOrEqual(length);
        }
      }),
    );
  });

  test('a week of daily origins for two days ahead', () => {
    expect(planBacktest(840, 48, [24, 168])).toEqual({
      origins: [672, 696, 720, 744, 768, 792],
      horizon: 48,
    });
  });
});

describe('weights', () => {
  const values = officeTraffic({ days: 28, seed: 1, noise: 0.01 });
  const plan = planBacktest(values.length, 24, [24, 168])!;
  const backtest = runBacktest([seasonalNaive(24), seasonalNaive(168)], values, values, plan);

  test('sum to one, and the model that knows the week has nearly all', () => {
    const [day, week] = learnWeights(backtest) as [number, number];
    expect(day + week).toBeCloseTo(1, 12);
    expect(week).toBeGreaterThan(0.95);
  });

  test('missing readings count nowhere, and without any all models weigh alike', () => {
    const actual = new Float64Array(backtest.actual.length).fill(Number.NaN);
    expect(learnWeights({ ...backtest, actual })).toEqual([0.5, 0.5]);
  });

  test('a combination of like forecasts is that forecast', () => {
    const forecast = Float64Array.of(1, 2);
    expect(combine([forecast, forecast], [0.25, 0.75])).toEqual(forecast);
  });
});

test('a forecast is held near what was seen', () => {
  const forecast = Float64Array.of(-5, 15, 1e9);
  historyBounds(Float64Array.of(10, 20))(forecast);
  expect(forecast).toEqual(Float64Array.of(10, 15, 22.5));
});
