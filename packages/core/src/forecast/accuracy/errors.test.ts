import { expect, test } from 'vitest';
import { naive2 } from '../models/naive2.ts';
import { coverage, mase, owa, pinballLoss, smape } from './errors.ts';

test('sMAPE is that of the M4 competition', () => {
  expect(smape([100, 200], [110, 180])).toBeCloseTo((200 * (10 / 210 + 20 / 380)) / 2, 12);
  expect(smape([0], [0])).toBe(0);
  expect(smape([1], [0])).toBe(200);
});

test('MASE is in units of the seasonal change of the history', () => {
  expect(mase([1, 5, 3, 7], [4, 8], [5, 10], 2)).toBe(1.5 / 2);
});

test('OWA of the reference itself is one', () => {
  expect(owa({ smape: 18.383, mase: 2.395 }, { smape: 18.383, mase: 2.395 })).toBe(1);
  // The published line of the winner on the hourly series.
  expect(owa({ smape: 9.328, mase: 0.893 }, { smape: 18.383, mase: 2.395 })).toBeCloseTo(0.4401, 3);
});

test('missing readings count nowhere', () => {
  expect(smape([Number.NaN, 2], [5, 2])).toBe(0);
  expect(coverage([Number.NaN, 2, 9], [0, 2, 0], [0, 3, 8])).toBe(0.5);
  expect(coverage([Number.NaN], [0], [1])).toBeNaN();
});

test('the pinball loss asks for the quantile', () => {
  const actual = Array.from({ length: 100 }, (_, i) => i);
  const lossAt = (value: number) => pinballLoss(actual, new Array<number>(100).fill(value), 0.9);
  expect(lossAt(90)).toBeLessThan(lossAt(80));
  expect(lossAt(90)).toBeLessThan(lossAt(97));
});

test('Naive2 multiplies the last level by the season, where there is one', () => {
  const shape = [0.5, 1, 1.5, 1];
  const values = Float64Array.from({ length: 40 }, (_, t) => 10 * shape[t % 4]!);
  const seasonal = naive2(4).fit(values)!.forecast(values, 40, 4);
  seasonal.forEach((value, h) => {
    expect(value).toBeCloseTo(10 * shape[h]!, 9);
  });
  const flat = Float64Array.from({ length: 40 }, (_, t) => 10 + ((t * t * 7) % 13));
  expect(naive2(4).fit(flat)!.forecast(flat, 40, 2)).toEqual(Float64Array.of(flat[39]!, flat[39]!));
});
