import { type ColumnMap, guessColumns } from './fields.ts';
import { Histories, type ImportedHistory } from './histories.ts';
import { identifier } from './identify.ts';
import type { ImportedIncident, RejectedRow } from './imported-incident.ts';
import { type MapOptions, mapRow, type Row } from './map-row.ts';
import { mergeAdjoining } from './merge-adjoining.ts';
import type { ReadRow } from './read-rows.ts';

export interface PrepareOptions extends Omit<MapOptions, 'columns'> {
  readonly source: string;
  /** What the person says of columns; an empty name takes a guess back. */
  readonly columns: ColumnMap;
  /** Rows that begin within this time of the end of the one before are one incident; `auto`: 1 s where a `state` is mapped. */
  readonly mergeGapMs: number | 'auto' | 'never';
}

export interface Rejected extends RejectedRow {
  /** Line of the file, or place in a JSON list. */
  readonly at: number;
  /** As it was read; absent when it could not be read at all. */
  readonly row?: Row;
}

export interface Prepared {
  readonly incidents: readonly ImportedIncident[];
  readonly rejected: readonly Rejected[];
  /** How many rows are no incidents, by why (`maintenance`). */
  readonly passedOver: Readonly<Record<string, number>>;
  readonly rows: number;
  /** How many rows went into the incident before them. */
  readonly merged: number;
  /** What each column was taken for, and the columns that mean nothing. */
  readonly columns: ColumnMap;
  readonly unused: readonly string[];
  readonly histories: readonly ImportedHistory[];
}

const autoGapMs = 1000;

/** Reads a history into incidents, and sets aside what cannot be used. Holds the whole history in memory. */
export async function prepareImport(
  rows: AsyncIterable<ReadRow>,
  options: PrepareOptions,
): Promise<Prepared> {
  const names = new Set<string>();
  const incidents: ImportedIncident[] = [];
  const rejected: Rejected[] = [];
  const passedOver: Record<string, number> = {};
  const identify = identifier(options.source);
  const histories = new Histories();
  let columns: ColumnMap = options.columns;
  let count = 0;
  for await (const read of rows) {
    count += 1;
    if (read.kind === 'unreadable') {
      rejected.push({ at: read.at, column: '(the row)', value: read.text.slice(0, 200), why: read.why });
      continue;
    }
    if (bringsNames(read.row, names)) columns = { ...guessColumns([...names]), ...options.columns };
    const mapped = mapRow(read.row, { ...options, columns });
    if (mapped.kind === 'incident') {
      incidents.push(identify(mapped.id, mapped.incident));
      histories.add(mapped.history, mapped.incident);
    } else if (mapped.kind === 'rejected') rejected.push({ ...mapped, at: read.at, row: read.row });
    else passedOver[mapped.why] = (passedOver[mapped.why] ?? 0) + 1;
  }
  const gapMs = gapOf(options.mergeGapMs, columns);
  const merged = gapMs === undefined ? incidents : mergeAdjoining(incidents, gapMs);
  const used = new Set<string | undefined>(Object.values(columns));
  return {
    ...{ rejected, passedOver, columns, rows: count },
    incidents: merged,
    merged: incidents.length - merged.length,
    histories: histories.all(),
    unused: [...names].filter((name) => !used.has(name)),
  };
}

/** Rows of a JSON file need not all have the same fields. Columns that an earlier import added to its rejects mean nothing. */
function bringsNames(row: Row, names: Set<string>): boolean {
  const before = names.size;
  for (const name of Object.keys(row)) if (!name.startsWith('ounce_')) names.add(name);
  return names.size > before;
}

function gapOf(wanted: PrepareOptions['mergeGapMs'], { severity }: ColumnMap): number | undefined {
  if (wanted === 'never') return undefined;
  if (wanted !== 'auto') return wanted;
  return severity?.toLowerCase() === 'state' ? autoGapMs : undefined;
}
