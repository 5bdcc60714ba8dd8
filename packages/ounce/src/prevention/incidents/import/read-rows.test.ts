import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { type ImportFormat, type ReadRow, readRows } from './read-rows.ts';

async function read(text: string, format: ImportFormat): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const row of readRows(Readable.from([Buffer.from(text)]), format)) rows.push(row);
  return rows;
}

test('CSV: the line on which each row begins, quoted breaks and all', async () => {
  const rows = await read('a,b\r\n1,"two\nlines"\n\n3,4\n5\n', 'csv');
  expect(rows).toMatchObject([
    { kind: 'row', at: 2, row: { a: '1', b: 'two\nlines' } },
    { kind: 'row', at: 5, row: { a: '3', b: '4' } },
    { kind: 'unreadable', at: 6, text: '5', why: 'it has 1 cells where the header has 2' },
  ]);
});

test('CSV: semicolons and tabs, a byte order mark, and a quote before a formula', async () => {
  expect(await read('\uFEFFa;b\n1;x,y\n', 'csv')).toMatchObject([{ row: { a: '1', b: 'x,y' } }]);
  expect(await read("a\tb\n1\t'=x\n", 'csv')).toMatchObject([{ row: { a: '1', b: '=x' } }]);
});

test('CSV: a quote that is never closed is told, and costs nothing before it', async () => {
  const rows = await read('a,b\n1,2\n3,"open\n5,6\n', 'csv');
  expect(rows[0]).toMatchObject({ kind: 'row', row: { a: '1', b: '2' } });
  expect(rows.at(-1)).toMatchObject({ kind: 'unreadable', why: expect.stringContaining('never closed') });
});

test('NDJSON and JSON: one object each; what is none is told with its place', async () => {
  expect(await read('{"a":1,"b":null}\n\nnope\n[1]\n', 'ndjson')).toMatchObject([
    { kind: 'row', at: 1, row: { a: '1', b: '' } },
    { kind: 'unreadable', at: 3, text: 'nope' },
    { kind: 'unreadable', at: 4 },
  ]);
  expect(await read('{"incidents":[{"a":true},7]}', 'json')).toMatchObject([
    { kind: 'row', at: 1, row: { a: 'true' } },
    { kind: 'unreadable', at: 2 },
  ]);
  await expect(read('{"a":1}', 'json')).rejects.toMatchObject({ code: 'OUNCE_E_BAD_REQUEST' });
});
