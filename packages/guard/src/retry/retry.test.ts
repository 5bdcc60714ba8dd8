import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';
import { RetryBudget } from './budget.ts';
import { parseRetryAfterMs } from './retry-after.ts';
import { resolveRetrySettings } from './settings.ts';

const below1 = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('decorrelated jitter stays in bounds at any attempt number', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.integer({ min: 1_000, max: 2 ** 31 - 1 }),
      fc.array(below1, { minLength: 1, maxLength: 200 }),
      (baseDelayMs, maxDelayMs, randoms) => {
        const settings = resolveRetrySettings({ jitter: 'decorrelated', baseDelayMs, maxDelayMs });
        let pauseMs = 0;
        randoms.forEach((random, index) => {
          pauseMs = backoffMs(settings, index + 1, pauseMs, random);
          expect(pauseMs).toBeGreaterThanOrEqual(baseDelayMs);
          expect(pauseMs).toBeLessThanOrEqual(maxDelayMs);
        });
      },
    ),
  );
});

test('full jitter stays in bounds at any attempt number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), below1, (retry, random) => {
      const pauseMs = backoffMs(resolveRetrySettings({ baseDelayMs: 7, maxDelayMs: 900 }), retry, 0, random);
      expect(pauseMs).toBeGreaterThanOrEqual(0);
      expect(pauseMs).toBeLessThanOrEqual(Math.min(900, 7 * 2 ** (retry - 1)));
    }),
  );
});

test('Retry-After is read in seconds and as an HTTP date', () => {
  const wallMs = Date.UTC(2026, 1, 15, 12, 0, 0);
  expect(parseRetryAfterMs('120', null, wallMs)).toBe(120_000);
  expect(parseRetryAfterMs(' 0 ', null, wallMs)).toBe(0);
  expect(parseRetryAfterMs('Sun, 15 Feb 2026 12:00:30 GMT', null, wallMs)).toBe(30_000);
  expect(parseRetryAfterMs('Sunday, 15-Feb-26 12:00:30 GMT', null, wallMs)).toBe(30_000);
  expect(parseRetryAfterMs('Sun Feb 15 12:00:30 2026', null, wallMs)).toBe(30_000);
  expect(parseRetryAfterMs('Sun, 15 Feb 2026 11:00:00 GMT', null, wallMs)).toBe(0);
});

test("an HTTP date is measured against the answer's own Date, not against our clock", () => {
  const ourClockIsAnHourOff = Date.UTC(2026, 1, 15, 13, 0, 0);
  const sent = 'Sun, 15 Feb 2026 12:00:00 GMT';
  expect(parseRetryAfterMs('Sun, 15 Feb 2026 12:00:30 GMT', sent, ourClockIsAnHourOff)).toBe(30_000);
});

test('a Retry-After that cannot be read is no answer, never zero', () => {
  for (const value of [null, undefined, '', 'soon', '-5', '1.5', '2026-02-15', 'Sun, never'])
    expect(parseRetryAfterMs(value, null, 0)).toBeUndefined();
});

test('retries never exceed the burst and the share of the calls', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.boolean(), { maxLength: 500 }),
      (percent, burst, steps) => {
        const share = percent / 100;
        const budget = new RetryBudget(share, burst);
        let calls = 0;
        let retries = 0;
        for (const isCall of steps) {
          if (isCall) {
            calls++;
            budget.callBegan();
          } else if (budget.take()) retries++;
        }
        expect(retries).toBeLessThanOrEqual(burst + calls * share + 1e-9);
      },
    ),
  );
});
