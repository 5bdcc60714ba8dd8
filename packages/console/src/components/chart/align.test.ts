import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignSeries } from './align.ts';

test('a gap stays a gap, and a time that a series does not know is no gap', () => {
  const { timesMs, columns } = alignSeries([
    { timesMs: [1, 3], values: [10, null] },
    { timesMs: [2, 3], values: [5, 6] },
  ]);
  expect(timesMs).toEqual([1, 2, 3]);
  expect(columns).toEqual([
    [10, undefined, null],
    [undefined, 5, 6],
  ]);
});

test('nothing gets lost and nothing is made up', () => {
  const times = fc.uniqueArray(fc.nat(50)).map((list) => list.toSorted((a, b) => a - b));
  const timed = times.map((timesMs) => ({ timesMs, values: timesMs.map((atMs) => atMs * 2) }));
  fc.assert(
    fc.property(fc.array(timed, { maxLength: 4 }), (parts) => {
      const { timesMs, columns } = alignSeries(parts);
      parts.forEach((part, index) => {
        const known = timesMs.filter((_, row) => columns[index]?.[row] !== undefined);
        expect(known).toEqual(part.timesMs);
      });
    }),
  );
});
