import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelBank } from '../ensemble/bank.ts';
import { officeTraffic, relativeError } from '../test-series.ts';
import { decompose } from './decomposition.ts';
import { smoothedBy } from './exponential-smoothing.ts';
import { intermittentDemand } from './intermittent-demand.ts';
import { lagRidge } from './lag-ridge.ts';
import { onLogScale } from './on-log-scale.ts';
import { seasonalNaive } from './seasonal-naive.ts';

const bank = [...modelBank([24, 168], 'full', true), ...modelBank([], 'full', false)];

describe.each(bank.map((model) => [model.name, model] as const))('%s', (_, model) => {
  const values = officeTraffic({ days: 35, seed: 1, noise: 0.02 });

  test('reads nothing at or after the origin', () => {
    const fitted = model.fit(values.slice(0, 600))!;
    const changed = values.slice().fill(1e9, 700);
    expect(fitted.forecast(changed, 700, 48)).toEqual(fitted.forecast(values, 700, 48));
  });

  test('leaves the series as it was', () => {
    const copy = values.slice();
    model.fit(copy)!.forecast(copy, copy.length, 10);
    expect(copy).toEqual(values);
  });

  test('is able or unable, never NaN, on short and odd series', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1, 5, 1e6, -3), { maxLength: 420 }), (readings) => {
        const odd = Float64Array.from(readings);
        const forecast = model.fit(odd)?.forecast(odd, odd.length, 30);
        expect(forecast === undefined || forecast.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});

const weekly = modelBank([24, 168], 'full', false).filter(({ name }) => name.includes('168'));

describe.each(weekly.map((model) => [model.name, model] as const))('an office week: %s', (_, model) => {
  test('comes back', () => {
    const values = officeTraffic({ days: 35, seed: 2, noise: 0.02 });
    const history = values.slice(0, 28 * 24);
    const forecast = model.fit(history)!.forecast(history, history.length, 168);
    expect(relativeError(values.subarray(28 * 24), forecast)).toBeLessThan(0.12);
  });
});

test('seasonal naive repeats the last season', () => {
  const values = Float64Array.of(1, 2, 3, 4);
  expect(seasonalNaive(2).fit(values)!.forecast(values, 4, 5)).toEqual(Float64Array.of(3, 4, 3, 4, 3));
});

test('a lag ridge learns a recursion', () => {
  const values = Float64Array.from({ length: 300 }, (_, t) => Math.sin(t / 5));
  const forecast = lagRidge({ order: 4, penalty: 1e-9, difference: 0 })
    .fit(values)!
    .forecast(values, 300, 20);
  forecast.forEach((value, h) => {
    expect(value).toBeCloseTo(Math.sin((300 + h) / 5), 2);
  });
});

test('a damped trend climbs ever less: known small case', () => {
  const rates = { level: 1, trend: 1, damping: 0.5, seasonal: [], carry: 0 };
  const values = Float64Array.of(10, 10, 12);
  const forecast = smoothedBy([], rates).forecast(values, 3, 3);
  // Level 12, slope 2: 12 + 1, + 0.5, + 0.25.
  expect(forecast).toEqual(Float64Array.of(13, 13.5, 13.75));
});

test('intermittent demand is chance times size', () => {
  const values = Float64Array.from({ length: 400 }, (_, t) => (t % 4 === 0 ? 8 : 0));
  const forecast = intermittentDemand(0.05).fit(values)!.forecast(values, 400, 2);
  expect(forecast[0]).toBeCloseTo(2, 0);
  expect(forecast[1]).toBe(forecast[0]);
});

test('the logarithm is refused for negative series', () => {
  expect(onLogScale(seasonalNaive(1)).fit(Float64Array.of(1, -1))).toBeUndefined();
});

test('a decomposition adds up, its patterns are centred, and an accident does not bend them', () => {
  const values = officeTraffic({ days: 28, seed: 3 });
  const spiked = values.slice().fill(5_000, 300, 305);
  const plain = decompose(values, [24, 168]);
  const bent = decompose(spiked, [24, 168]);
  values.forEach((value, t) => {
    const sum = plain.patterns.reduce((all, pattern) => all + pattern[t % pattern.length]!, 0);
    expect(plain.trend[t]! + sum + plain.remainder[t]!).toBeCloseTo(value, 6);
  });
  for (const pattern of plain.patterns) {
    expect(pattern.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
  }
  const day = plain.patterns[0]!;
  expect(Math.max(...day.map((value, slot) => Math.abs(value - bent.patterns[0]![slot]!)))).toBeLessThan(10);
});
