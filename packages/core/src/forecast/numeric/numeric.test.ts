import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../statistics/random.ts';
import { solvePositiveDefinite } from './cholesky.ts';
import { lagGram } from './lag-gram.ts';
import { finiteMean, median, nextQuantile, quantile, robustDeviation, sortedFinite } from './robust.ts';

test('solving gives back what was multiplied', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), (size, seed) => {
      const random = createRandom(seed);
      const root = Float64Array.from({ length: size * size }, () => random() - 0.5);
      const a = new Float64Array(size * size);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          for (let k = 0; k < size; k++) a[i * size + j]! += root[i * size + k]! * root[j * size + k]!;
        }
        a[i * size + i]! += 0.5;
      }
      const x = Float64Array.from({ length: size }, () => random() * 10);
      const b = x.map((_, i) => x.reduce((sum, value, j) => sum + a[i * size + j]! * value, 0));
      expect(solvePositiveDefinite(a, size, b)).toBe(true);
      b.forEach((value, i) => {
        expect(value).toBeCloseTo(x[i]!, 6);
      });
    }),
  );
});

test('a matrix that is not positive definite is refused', () => {
  expect(solvePositiveDefinite(Float64Array.of(1, 0, 2, 1), 2, Float64Array.of(1, 1))).toBe(false);
  expect(solvePositiveDefinite(Float64Array.of(Number.NaN), 1, Float64Array.of(1))).toBe(false);
});

test('the quick Gram matrix of lags is the slow one', () => {
  const random = createRandom(1);
  const y = Float64Array.from({ length: 60 }, () => random());
  const order = 7;
  const gram = lagGram(y, order);
  for (let i = 0; i <= order; i++) {
    for (let j = 0; j <= order; j++) {
      let sum = 0;
      for (let t = order; t < y.length; t++) sum += y[t - i]! * y[t - j]!;
      expect(gram[i * (order + 1) + j]).toBeCloseTo(sum, 10);
    }
  }
});

describe('order statistics', () => {
  test('leave out what is missing, and are NaN of nothing', () => {
    expect(median([3, Number.NaN, 1, Number.POSITIVE_INFINITY, 2])).toBe(2);
    expect(median([])).toBeNaN();
    expect(finiteMean([Number.NaN])).toBeNaN();
    expect(quantile([0, 10], 0.25)).toBe(2.5);
    expect(robustDeviation([1, 1, 2, 2, 4, 6, 9])).toBeCloseTo(1.4826);
  });

  test('short and long lists are sorted alike', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 200 }), (values) => {
        const expected = values.filter(Number.isFinite).sort((a, b) => a - b);
        expect(Array.from(sortedFinite(values), (value) => value + 0)).toEqual(
          expected.map((value) => value + 0),
        );
      }),
    );
  });
});

test('what comes next is as likely to fall into each gap between what came before', () => {
  const random = createRandom(12);
  let under = 0;
  for (let run = 0; run < 4_000; run++) {
    const seen = Float64Array.from({ length: 9 }, random).sort();
    if (random() <= nextQuantile(seen, 0.9)) under++;
  }
  expect(under / 4_000).toBeCloseTo(0.9, 1);
  expect(nextQuantile(Float64Array.of(1, 2, 3), 0.5)).toBe(2);
  expect(nextQuantile(Float64Array.of(1, 2, 3), 0.99)).toBe(3);
  expect(nextQuantile(Float64Array.of(5), 0.9)).toBe(5);
  expect(nextQuantile(new Float64Array(0), 0.9)).toBeNaN();
});
