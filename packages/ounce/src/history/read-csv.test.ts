import { expect, test } from 'vitest';
import { ratesOf } from './counter-rates.ts';
import { readCsv } from './read-csv.ts';

test('takes ISO times, seconds and milliseconds, in any order, with a byte order mark', () => {
  const text =
    '\uFEFFtime,value\n2026-01-01T00:00:10Z,2\n1767225600,1\n1767225620000,3\n2026-01-01 00:00:30,4\n2026-01-02,5\n';
  const { window, bad } = readCsv(text);
  expect(bad).toEqual([]);
  const start = Date.UTC(2026, 0, 1);
  expect(Array.from(window.timesMs)).toEqual([0, 10_000, 20_000, 30_000, 86_400_000].map((ms) => start + ms));
  expect(Array.from(window.values)).toEqual([1, 2, 3, 4, 5]);
});

test('names each row that cannot be used, by its line, and keeps the others', () => {
  const { window, bad } = readCsv(
    'when,depth\n2026-01-01T00:00:00Z,\nsoon,3\n2026-01-01T00:00:10Z,NaN\n1767225600,7',
  );
  expect(Array.from(window.values)).toEqual([7]);
  expect(bad).toEqual([
    { line: 2, why: '"" is not a number' },
    { line: 3, why: '"soon" is not a time' },
    { line: 4, why: '"NaN" is not a number' },
  ]);
});

test('columns are found by name; one that is missing is named with those there are', () => {
  const text = 'id,requests,timestamp\na,5,1767225600\n';
  expect(Array.from(readCsv(text, { time: 'timestamp', value: 'requests' }).window.values)).toEqual([5]);
  expect(() => readCsv(text, { value: 'depth' })).toThrow('no column depth. It has id, requests, timestamp.');
  expect(() => readCsv('')).toThrow('It is empty.');
  expect(() => readCsv('a,b\n"1,2')).toThrow('This is not a CSV file');
});

test('counts the times of a file that has none; an empty line is a missing reading, a comment is nothing', () => {
  const text = '# requests a minute\nvalue\n4\n\nmany\n6\n';
  const { window, bad } = readCsv(text, { even: { startMs: 1_000, stepMs: 60_000 } });
  expect(Array.from(window.timesMs)).toEqual([1_000, 181_000]);
  expect(Array.from(window.values)).toEqual([4, 6]);
  expect(bad).toEqual([{ line: 5, why: '"many" is not a number' }]);
});

test('a counter becomes its rate, and one that starts anew counts from zero', () => {
  const rates = ratesOf({ timesMs: [0, 10_000, 30_000, 40_000], values: [100, 150, 250, 20] });
  expect(rates).toEqual({ timesMs: [10_000, 30_000, 40_000], values: [5, 5, 2] });
});
