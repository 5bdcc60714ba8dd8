import { cadences } from '@ounce/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueMs, periodAt, periodBefore, periodOf } from './period.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
];
const moment = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) });

describe('periods', () => {
  test('every moment lies in exactly one, which its label names again, and which joins the one before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...cadences),
        moment,
        fc.constantFrom(...zones),
        (cadence, atMs, timeZone) => {
          const period = periodAt(cadence, atMs, timeZone);
          expect(period.startMs).toBeLessThanOrEqual(atMs);
          expect(period.endMs).toBeGreaterThan(atMs);
          expect(periodOf(cadence, period.label, timeZone)).toEqual(period);
          expect(periodBefore(cadence, period).endMs).toBe(period.startMs);
          expect(periodAt(cadence, period.endMs, timeZone).startMs).toBe(period.endMs);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('weeks are those of ISO 8601, also around New Year', () => {
    expect(periodAt('weekly', Date.UTC(2027, 0, 1), 'UTC').label).toBe('2026-W53');
    expect(periodAt('weekly', Date.UTC(2024, 11, 30), 'UTC').label).toBe('2025-W01');
    expect(periodOf('weekly', '2026-W01', 'UTC').startMs).toBe(Date.UTC(2025, 11, 29));
  });

  test('a day with 23 or 25 hours does not move them', () => {
    const march = periodOf('monthly', '2026-03', 'Europe/Berlin');
    expect((march.endMs - march.startMs) / 3_600_000).toBe(31 * 24 - 1);
    const week = periodOf('weekly', '2026-W43', 'Europe/Berlin');
    expect((week.endMs - week.startMs) / 3_600_000).toBe(7 * 24 + 1);
    expect(new Date(dueMs(week, 8)).toISOString()).toBe('2026-10-26T07:00:00.000Z');
  });

  test.each([
    ['weekly', '2025-W53'],
    ['weekly', '2026-05'],
    ['monthly', '2026-13'],
    ['monthly', '2026'],
    ['quarterly', '2026-Q5'],
    ['annual', 'next'],
  ] as const)('%s: %s is refused with an example', (cadence, label) => {
    expect(() => periodOf(cadence, label, 'UTC')).toThrow(/is no period of a/);
  });
});
