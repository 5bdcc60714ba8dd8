import { OunceError, type Window } from '@ounce/core';
import { parse } from 'csv-parse/sync';

interface BadRow {
  readonly line: number;
  readonly why: string;
}

export interface CsvReadings {
  readonly window: Window;
  readonly bad: readonly BadRow[];
}

export interface CsvColumns {
  /** Names of the columns; the first two when absent. */
  readonly time?: string;
  readonly value?: string;
  /** For a file without times: when its first reading was, and how long after it each other one. */
  readonly even?: { readonly startMs: number; readonly stepMs: number };
}

/**
 * Readings out of a CSV text with a header: a time (ISO 8601, or seconds or ms since the epoch) and a number on each line.
 * A row that cannot be used is named and left out. Lines that begin with `#` are comments.
 *
 * @throws OUNCE_E_BAD_REQUEST when the text is no CSV or has no such column
 */
export function readCsv(text: string, columns: CsvColumns = {}): CsvReadings {
  const { even } = columns;
  const [{ cells: header } = { cells: [] }, ...rows] = lines(text, even !== undefined);
  const time = even ? -1 : columnOf(header, columns.time, 0);
  const value = columnOf(header, columns.value, even ? 0 : 1);
  const readings: [number, number][] = [];
  const bad: BadRow[] = [];
  rows.forEach(({ cells, line }, i) => {
    const atMs = even ? even.startMs + i * even.stepMs : timeOf(cells[time] ?? '');
    const number = Number(cells[value]);
    const isNumber = cells[value]?.trim() && Number.isFinite(number);
    // Where times are counted, an empty line is the reading that is missing.
    if (even && cells.every((cell) => cell.trim() === '')) return;
    if (atMs === undefined) bad.push({ line, why: `"${cells[time] ?? ''}" is not a time` });
    else if (!isNumber) bad.push({ line, why: `"${cells[value] ?? ''}" is not a number` });
    else readings.push([atMs, number]);
  });
  readings.sort(([a], [b]) => a - b);
  const window = {
    timesMs: Float64Array.from(readings, ([atMs]) => atMs),
    values: Float64Array.from(readings, ([, number]) => number),
  };
  return { window, bad };
}

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

function lines(text: string, keepEmpty: boolean): readonly Line[] {
  try {
    const parsed = parse(text, {
      ...{ bom: true, skip_empty_lines: !keepEmpty, relax_column_count: true, trim: true, info: true },
      ...{ comment: '#', comment_no_infix: true },
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return parsed.map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OunceError('OUNCE_E_BAD_REQUEST', `This is not a CSV file: ${reason}`, { cause });
  }
}

function columnOf(header: readonly string[], name: string | undefined, usual: number): number {
  const at = name === undefined ? usual : header.indexOf(name);
  if (at >= 0 && at < header.length) return at;
  const there = header.length > 0 ? `It has ${header.join(', ')}.` : 'It is empty.';
  throw new OunceError('OUNCE_E_BAD_REQUEST', `The file has no column ${name ?? usual + 1}. ${there}`);
}

/** Seconds up to the year 5138, else ms. */
const mostSeconds = 1e11;

function timeOf(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const number = Number(text);
    return Math.round(number < mostSeconds ? number * 1000 : number);
  }
  // Without a zone a time would mean something else on every machine: taken as UTC.
  const iso = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/.test(text)
    ? `${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`
    : text;
  const atMs = Date.parse(iso);
  return Number.isFinite(atMs) && /^\d{4}-/.test(text) ? atMs : undefined;
}
