import { expect, test } from 'vitest';
import { CircuitBreaker } from './breaker/breaker.ts';
import { createGuard } from './guard.ts';
import { Policy } from './policy/policy.ts';
import { SettingsError } from './rejection.ts';

test('durations over 2^31-1 ms are refused with a clear error', () => {
  const tooLong = 2 ** 31;
  expect(() => new CircuitBreaker({ name: 'x', breakMs: tooLong })).toThrow(
    'breaker.breakMs must be from 1 to 2^31-1 ms, not 2147483648',
  );
  expect(() => new Policy({ name: 'x', budgetMs: tooLong })).toThrow(
    'x.budgetMs must be from 1 to 2^31-1 ms or null',
  );
  expect(() => new Policy({ name: 'x', retry: { maxDelayMs: tooLong } })).toThrow(SettingsError);
  expect(new Policy({ name: 'x', budgetMs: tooLong - 1 }).settings.budgetMs).toBe(2_147_483_647);
});

test('NaN, infinity, fractions of a call and texts are refused by their path', () => {
  for (const breakMs of [Number.NaN, Number.POSITIVE_INFINITY, 0, -1, '10' as unknown as number])
    expect(() => new CircuitBreaker({ name: 'x', breakMs })).toThrow('breaker.breakMs');
  expect(() => new CircuitBreaker({ name: 'x', minimumCalls: 1.5 })).toThrow('a whole number');
});

test('a misspelt option is refused, and the known ones are named', () => {
  expect(() => createGuard({ dependencies: { payments: { breaker: { brakeMs: 5 } as never } } })).toThrow(
    'dependencies.payments.breaker.brakeMs is not an option (known: mode, window',
  );
  expect(() => createGuard({ dependencies: { payments: { timeout: 5 } as never } })).toThrow(
    'dependencies.payments.timeout is not an option',
  );
});

test('options that contradict each other are refused', () => {
  expect(() => new CircuitBreaker({ name: 'x', window: 'count', windowCalls: 5, minimumCalls: 6 })).toThrow(
    'could never open',
  );
  expect(() => new CircuitBreaker({ name: 'x', breakMs: 10, maxBreakMs: 5 })).toThrow('maxBreakMs');
  expect(() => new Policy({ name: 'x', retry: { baseDelayMs: 10, maxDelayMs: 5 } })).toThrow('maxDelayMs');
  expect(() => new Policy({ name: 'x', adaptiveLimit: { minLimit: 30 } })).toThrow('initialLimit');
});
