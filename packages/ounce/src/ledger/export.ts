import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { JournalEvent } from '@ounce/core';
import type { Journal } from '../ports/index.ts';
import type { ExportOptions } from './ledger.ts';

const columns = ['seq', 'at', 'actor', 'subject', 'kind', 'data', 'hash'] as const;

/**
 * NDJSON is, line by line, what the file journal holds: a whole export is a journal file, whatever store it came from.
 * CSV (RFC 4180) has the time as ISO 8601 and the data as JSON in one column.
 */
export async function exportEvents(
  journal: Journal,
  stream: Writable,
  { format, afterSeq = 0, kinds }: ExportOptions,
): Promise<number> {
  const wanted = kinds && new Set<string>(kinds);
  const toLine = format === 'csv' ? csvLine : jsonLine;
  let count = 0;
  async function* lines(): AsyncGenerator<string, void> {
    if (format === 'csv') yield `${columns.join(',')}\r\n`;
    for await (const event of journal.read(afterSeq)) {
      if (wanted && !wanted.has(event.kind)) continue;
      count += 1;
      yield toLine(event);
    }
  }
  await pipeline(Readable.from(lines()), stream, { end: false });
  return count;
}

function jsonLine({ seq, atMs, actor, subject, kind, data, hash }: JournalEvent): string {
  return `${JSON.stringify({ seq, atMs, actor, subject, kind, data, hash })}\n`;
}

function csvLine({ seq, atMs, actor, subject, kind, data, hash }: JournalEvent): string {
  const cells = [seq, new Date(atMs).toISOString(), actor, subject, kind, JSON.stringify(data), hash];
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
