import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budgetHeader, formatBudgetMs, readBudgetMs } from './header.ts';

test('a budget that was written can be read, and never grows on the way', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 2 ** 31 - 1, noNaN: true }), (leftMs) => {
      const read = readBudgetMs({ [budgetHeader]: formatBudgetMs(leftMs) });
      expect(read).toBe(Math.floor(leftMs));
    }),
  );
});

test('our own header comes first, then that of Envoy, then that of gRPC', () => {
  const envoy = { 'x-envoy-expected-rq-timeout-ms': '250' };
  expect(readBudgetMs({ [budgetHeader]: '80', ...envoy, 'grpc-timeout': '1S' })).toBe(80);
  expect(readBudgetMs({ ...envoy, 'grpc-timeout': '1S' })).toBe(250);
  expect(readBudgetMs(new Headers({ 'grpc-timeout': '1S' }))).toBe(1_000);
});

test('every unit of grpc-timeout is understood', () => {
  const units = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 0.001, n: 0.000_001 };
  for (const [unit, ms] of Object.entries(units))
    expect(readBudgetMs({ 'grpc-timeout': `3${unit}` })).toBeCloseTo(3 * ms, 9);
});

test('a header that cannot be read is no answer, never zero', () => {
  for (const value of ['', 'soon', '-1', '1.5', '99999999999', 'NaN'])
    expect(readBudgetMs({ [budgetHeader]: value })).toBeUndefined();
  for (const value of ['5', '123456789S', 'S', '1s'])
    expect(readBudgetMs({ 'grpc-timeout': value })).toBeUndefined();
  expect(readBudgetMs({})).toBeUndefined();
  expect(readBudgetMs({ [budgetHeader]: ['40', '50'] })).toBe(40);
});

test('what is left is never said to be negative', () => {
  expect(formatBudgetMs(-3)).toBe('0');
});
