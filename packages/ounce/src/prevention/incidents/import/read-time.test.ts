import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTime } from './read-time.ts';

const at = Date.UTC(2026, 2, 1, 8, 30);

test.each([
  ['2026-03-01T08:30:00Z', at],
  ['2026-03-01 08:30', at],
  ['2026-03-01T10:30:00+02:00', at],
  ['2026-03-01T10:30+0200', at],
  ['2026-03-01 08:30:00 UTC', at],
  ['2026-03-01T08:30:00.123456789Z', at + 123],
  ['2026-03-01', Date.UTC(2026, 2, 1)],
  [String(at / 1000), at],
  [String(at), at],
])('%s', (text, atMs) => {
  expect(readTime(text)).toBe(atMs);
});

test.each(['', '03/04/2026', 'yesterday', '2026-02-30', '2026-13-01', '2026-03-01T25:00Z', '12', '2026'])(
  '%s is no time',
  (text) => {
    expect(readTime(text)).toBeUndefined();
  },
);

test('every moment that a program writes is read as it was meant', () => {
  const moments = fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moments, (moment) => {
      expect(readTime(moment.toISOString())).toBe(moment.getTime());
    }),
  );
});
