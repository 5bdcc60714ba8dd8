import type { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { ReadRow } from './read-rows.ts';

/** Rows of a CSV file (RFC 4180; comma, semicolon or tab, whichever its header has most of), with the lines they begin on. */
export async function* readCsv(input: Readable): AsyncGenerator<ReadRow> {
  const broken: ReadRow[] = [];
  const { head, rest } = await peek(input);
  const parser = rest.pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(head),
      info: true,
      raw: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error?: CsvError, raw?: string) => {
        const at = Number((error as { lines?: number } | undefined)?.lines ?? 0);
        broken.push({ kind: 'unreadable', at, text: (raw ?? '').trim(), why: sentence(error) });
        return undefined;
      },
    }),
  );
  let header: readonly string[] | undefined;
  for await (const { info, raw, record } of parser as AsyncIterable<CsvRecord>) {
    // The parser knows on which line a record ends.
    const at = info.lines - (raw.trim().match(/\r\n|\n|\r/g)?.length ?? 0);
    if (!header) header = record;
    else yield rowOf(header, record, { at, raw });
  }
  yield* broken;
}

interface CsvRecord {
  readonly info: { readonly lines: number };
  readonly raw: string;
  readonly record: readonly string[];
}

function rowOf(
  header: readonly string[],
  record: readonly string[],
  { at, raw }: { at: number; raw: string },
): ReadRow {
  if (record.length !== header.length) {
    const why = `it has ${record.length} cells where the header has ${header.length}`;
    return { kind: 'unreadable', at, text: raw.trim(), why };
  }
  return {
    kind: 'row',
    at,
    row: Object.fromEntries(header.map((name, i) => [name, plain(record[i] ?? '')])),
  };
}

/** Exports put a quote before what a spreadsheet would run as a formula. */
const plain = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '');

function delimiterOf(head: string): string {
  const [line = ''] = head.split(/\r?\n/, 1);
  const unquoted = line.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => unquoted.split(delimiter).length;
  return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0]!;
}

/** The first bytes, and a stream that has them still. */
async function peek(input: Readable): Promise<{ head: string; rest: Readable }> {
  for await (const chunk of input.iterator({ destroyOnReturn: false })) {
    input.unshift(chunk);
    return { head: String(chunk), rest: input };
  }
  return { head: '', rest: input };
}

const sentence = (error: CsvError | undefined): string =>
  error?.code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'a quote is opened and never closed'
    : `it is no CSV: ${error?.message.replace(/\s+at line \d+.*$/, '') ?? 'not readable'}`;
