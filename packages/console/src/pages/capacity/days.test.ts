import { expect, test } from 'vitest';
import { worstOfDays } from './days.ts';

test('each day is told by its hour with the highest upper end', () => {
  const hour = (day: number, at: number, upper: number) => ({
    startMs: new Date(2026, 0, day, at).getTime(),
    ...{ upper, expected: upper / 2, headroom: 0.1, replicas: 3, capped: false },
  });
  const hours = [hour(1, 10, 5), hour(1, 12, 9), hour(1, 13, 9), hour(2, 0, 1)];
  expect(worstOfDays(hours)).toEqual([hours[1], hours[3]]);
  expect(worstOfDays([])).toEqual([]);
});
