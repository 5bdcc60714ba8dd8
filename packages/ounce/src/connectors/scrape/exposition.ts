import { parseNumber } from './number.ts';

/** One line of an exposition. */
export interface Sample {
  /** The series' own text, `name{labels}`: the same in each answer of one process. */
  readonly series: string;
  /** Names and values in turn: `['code', '200', 'method', 'GET']`. Flat, because there can be 100,000 of them. */
  readonly labels: readonly string[];
  readonly value: number;
  /** Only when the exporter says so itself. */
  readonly timestampMs?: number;
}

export type SamplesByName = ReadonlyMap<string, readonly Sample[]>;

export interface ExpositionOptions {
  /** Lines of other metrics are skipped without being looked at. */
  readonly names: ReadonlySet<string>;
  /** OpenMetrics counts its timestamps in seconds, Prometheus text 0.0.4 in ms. Default 1. */
  readonly timestampUnitMs?: number;
}

/** A wanted line that breaks the format: the whole answer cannot be trusted then. */
export class ExpositionError extends Error {
  override readonly name = 'ExpositionError';
}

/**
 * Reads Prometheus text format 0.0.4; also takes OpenMetrics 1.0 (exemplars, `# EOF`, timestamps in seconds).
 *
 * @throws ExpositionError with the line's number
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function parseExposition(text: string, options: ExpositionOptions): SamplesByName {
  const { names, timestampUnitMs = 1 } = options;
  const found = new Map<string, Sample[]>();
  let lastName = '';
  let samples: Sample[] | undefined;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const from = skipBlanks(text, start, end);
    start = end + 1;
    if (from === end || text.charCodeAt(from) === hash) continue;
    // Lines of one metric follow each other, so that most lines need no look-up.
    if (lastName === '' || !text.startsWith(lastName, from) || !endsName(text, from + lastName.length, end)) {
      lastName = text.slice(from, nameEnd(text, from, end));
      samples = names.has(lastName) ? listFor(found, lastName) : undefined;
    }
    samples?.push(readLine(text, { from, end, labelsFrom: from + lastName.length, timestampUnitMs }));
  }
  return found;
}

function listFor(found: Map<string, Sample[]>, name: string): Sample[] {
  const known = found.get(name);
  if (known) return known;
  const list: Sample[] = [];
  found.set(name, list);
  return list;
}

const tab = 9;
const carriageReturn = 13;
const space = 32;
const quote = 34;
const hash = 35;
const comma = 44;
const equals = 61;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;

interface Line {
  readonly from: number;
  readonly end: number;
  readonly labelsFrom: number;
  readonly timestampUnitMs: number;
}

function readLine(text: string, { from, end, labelsFrom, timestampUnitMs }: Line): Sample {
  const labels: string[] = [];
  let at = skipBlanks(text, labelsFrom, end);
  if (text.charCodeAt(at) === openBrace) at = readLabels(text, at + 1, end, labels);
  const series = text.slice(from, at);
  const valueFrom = skipBlanks(text, at, end);
  const valueEnd = tokenEnd(text, valueFrom, end);
  const value = parseNumber(text.slice(valueFrom, valueEnd));
  if (value === undefined) throw malformed(text, from, 'has no number for a value');
  const timeFrom = skipBlanks(text, valueEnd, end);
  if (timeFrom === end || text.charCodeAt(timeFrom) === hash) return { series, labels, value };
  const time = parseNumber(text.slice(timeFrom, tokenEnd(text, timeFrom, end)));
  if (time === undefined || !Number.isFinite(time)) throw malformed(text, from, 'has a bad timestamp');
  return { series, labels, value, timestampMs: time * timestampUnitMs };
}

/** Fills `labels` and returns the position after the closing brace. */
function readLabels(text: string, from: number, end: number, labels: string[]): number {
  for (let at = from; ; ) {
    at = skipBlanks(text, at, end);
    if (text.charCodeAt(at) === closeBrace && at < end) return at + 1;
    const nameFrom = at;
    while (at < end && text.charCodeAt(at) !== equals && !isBlank(text.charCodeAt(at))) at++;
    const nameTo = at;
    at = skipBlanks(text, at, end);
    const opening = skipBlanks(text, at + 1, end);
    if (nameTo === nameFrom || text.charCodeAt(at) !== equals || text.charCodeAt(opening) !== quote) {
      throw malformed(text, from, 'has a label that is not name="value"');
    }
    const closing = closingQuote(text, opening + 1, end);
    labels.push(text.slice(nameFrom, nameTo), withoutEscapes(text.slice(opening + 1, closing)));
    at = skipBlanks(text, closing + 1, end);
    if (text.charCodeAt(at) === comma) at++;
    else if (text.charCodeAt(at) !== closeBrace) throw malformed(text, from, 'has labels that never end');
  }
}

function closingQuote(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at++;
  }
  throw malformed(text, from, 'has a label value that never ends');
}

function withoutEscapes(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replace(/\\([\\n"])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

function isBlank(code: number): boolean {
  return code === space || code === tab || code === carriageReturn;
}

function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return Math.min(at, end);
}

function tokenEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

function endsName(text: string, at: number, end: number): boolean {
  return at >= end || text.charCodeAt(at) === openBrace || isBlank(text.charCodeAt(at));
}

function nameEnd(text: string, from: number, end: number): number {
  let at = from;
  while (!endsName(text, at, end)) at++;
  return at;
}

function malformed(text: string, at: number, fault: string): ExpositionError {
  const line = text.slice(0, at).split('\n').length;
  return new ExpositionError(`line ${line} ${fault}`);
}
