import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('quotes what needs it, and leaves no formula for a spreadsheet to run', () => {
  const csv = csvOf(
    ['name', 'n'],
    [
      ['a "b", c', 1],
      ['=cmd()', -2],
      [undefined, true],
    ],
  );
  expect(csv).toBe('name,n\r\n"a ""b"", c",1\r\n\'=cmd(),-2\r\n,true\r\n');
});
