import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDuration, parseDurationFrom, parseNumber, parseWhole, sayDuration } from './parse.ts';

describe('a duration', () => {
  test.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
    ['250ms', 250],
  ])('%s is %i ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  test.each(['5', 'm', '', '-5m', '5 m', '5M', '1e3s', '5m30s'])('%j is refused with examples', (text) => {
    expect(() => parseDuration(text)).toThrow('for example 90s, 5m or 1h');
  });

  test('may have bounds', () => {
    const parse = parseDurationFrom(5_000, 3_600_000);
    expect([parse('5s'), parse('60m')]).toEqual([5_000, 3_600_000]);
    for (const text of ['4s', '61m']) expect(() => parse(text), text).toThrow('from 5s to 60m');
  });

  test('is said in its largest unit, and read again as the same', () => {
    expect([14 * 86_400_000, 60_000, 90_000, 5].map(sayDuration)).toEqual(['14d', '1m', '90s', '5ms']);
    fc.assert(fc.property(fc.nat(), (ms) => parseDuration(sayDuration(ms)) === ms));
  });

  test('whole ms come back as they were written', () => {
    fc.assert(fc.property(fc.nat(), (ms) => parseDuration(`${ms}ms`) === ms));
  });
});

describe('a number', () => {
  test('must lie within its bounds', () => {
    expect([parseNumber(1, 10)('1'), parseNumber(1, 10)('2.5')]).toEqual([1, 2.5]);
    for (const text of ['0', '11', 'x', '', ' ', 'NaN', 'Infinity'])
      expect(() => parseNumber(1, 10)(text), text).toThrow('from 1 to 10');
  });

  test('that counts something must be whole', () => {
    expect(parseWhole(1, 10)('3')).toBe(3);
    expect(() => parseWhole(1, 10)('2.5')).toThrow('whole number');
  });
});
