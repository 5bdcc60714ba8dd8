import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { OunceError } from '@ounce/core';
import type { Row } from './map-row.ts';
import { readCsv } from './read-csv.ts';

export const importFormats = ['csv', 'json', 'ndjson'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** One row of a file, or what could not be read as one. `at` is its line; in a JSON file, its place in the list (from 1). */
export type ReadRow =
  | { readonly kind: 'row'; readonly at: number; readonly row: Row }
  | { readonly kind: 'unreadable'; readonly at: number; readonly text: string; readonly why: string };

/** Throws OUNCE_E_BAD_REQUEST for a JSON file that is not a list of objects. */
export function readRows(input: Readable, format: ImportFormat): AsyncIterable<ReadRow> {
  if (format === 'csv') return readCsv(input);
  return format === 'json' ? readJson(input) : readNdjson(input);
}

async function* readNdjson(input: Readable): AsyncGenerator<ReadRow> {
  let at = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    at += 1;
    const text = at === 1 ? line.replace(/^\uFEFF/, '') : line;
    if (text.trim() === '') continue;
    yield rowOf(parsed(text), at, text);
  }
}

async function* readJson(input: Readable): AsyncGenerator<ReadRow> {
  let text = '';
  input.setEncoding('utf8');
  for await (const chunk of input) text += chunk;
  const whole = parsed(text.replace(/^\uFEFF/, ''));
  const list = Array.isArray(whole) ? whole : listIn(whole);
  if (!list)
    throw new OunceError('OUNCE_E_BAD_REQUEST', 'The file is not a JSON list of incidents.', {
      mend: 'Write a list of objects, or an object with one such list; for one object a line say `--format ndjson`.',
    });
  for (const [i, item] of list.entries()) yield rowOf(item, i + 1, JSON.stringify(item));
}

/** `{ "incidents": [ … ] }`, as many APIs answer. */
function listIn(whole: unknown): unknown[] | undefined {
  if (typeof whole !== 'object' || whole === null) return undefined;
  const lists = Object.values(whole).filter(Array.isArray);
  return lists.length === 1 ? lists[0] : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function rowOf(value: unknown, at: number, text: string): ReadRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { kind: 'unreadable', at, text, why: 'it is no JSON object' };
  const cells = Object.entries(value).map(([name, cell]) => [name, cellText(cell)]);
  return { kind: 'row', at, row: Object.fromEntries(cells) as Row };
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
