import { expect, test } from 'vitest';
import { formatClock, formatDuration, formatMoment } from './times.ts';

test('durations are told in their two largest units', () => {
  const said = [0, 400, 12_000, 60_000, 200_000, 7_500_000, 90_000_000].map(formatDuration);
  expect(said).toEqual(['0 s', '0 s', '12 s', '1 min', '3 min 20 s', '2 h 5 min', '1 d 1 h']);
});

test('a duration below zero (two clocks disagree) is nothing, not a minus', () => {
  expect(formatDuration(-5_000)).toBe('0 s');
});

test('rounding never yields sixty seconds', () => {
  expect(formatDuration(59_999)).toBe('1 min');
});

test('today is told by its time, any other day with its date', () => {
  const noon = new Date(2026, 5, 10, 12, 30, 5).getTime();
  expect(formatMoment(noon, noon + 3_600_000)).toBe(formatClock(noon));
  expect(formatMoment(noon, noon + 86_400_000)).toBe('10 Jun, 12:30:05');
  expect(formatMoment(noon, noon + 400 * 86_400_000)).toBe('10 Jun 2026, 12:30:05');
});
