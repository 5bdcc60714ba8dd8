import type { Severity } from '@ounce/core';
import { nameOf, severityOf, textOf } from '../../intake/names.ts';
import { whatIsWrongWith } from '../check-times.ts';
import type { ColumnMap, ImportField } from './fields.ts';
import type { ImportedIncident, RejectedRow } from './imported-incident.ts';
import { readTime } from './read-time.ts';

export type Row = Readonly<Record<string, string>>;

export interface MapOptions {
  readonly columns: ColumnMap;
  readonly nowMs: number;
  /** Types that an incident may have. */
  readonly knownTypes: readonly string[];
  /** Given by the person who imports: counts as said. */
  readonly given: { readonly type?: string | undefined; readonly service?: string | undefined };
  readonly defaults: {
    readonly type: string;
    readonly service: string;
    readonly region: string;
    readonly severity: Severity;
  };
}

export type MappedRow =
  | {
      readonly kind: 'incident';
      readonly id: string;
      /** Of several histories in one file, the one that it belongs to; else empty. */
      readonly history: string;
      readonly incident: ImportedIncident;
    }
  /** Says that nothing was wrong. */
  | { readonly kind: 'passed-over'; readonly why: string }
  | ({ readonly kind: 'rejected' } & RejectedRow);

/** States of a monitor or of a status page that are no incidents. */
const noIncident = /^(maintenance|scheduled( maintenance)?|under[ _]maintenance|up|operational|ok)$/i;

class Rejection extends Error {
  readonly rejected: RejectedRow;

  constructor(rejected: RejectedRow) {
    super(rejected.why);
    this.rejected = rejected;
  }
}

/** Makes an incident of a row; `externalId` is its own id where it has one, and empty otherwise. Pure. */
export function mapRow(row: Row, options: MapOptions): MappedRow {
  const cell = (field: ImportField) => row[options.columns[field] ?? '']?.trim() ?? '';
  const severityText = cell('severity');
  if (noIncident.test(severityText)) return { kind: 'passed-over', why: severityText.toLowerCase() };
  try {
    const incident = incidentOf(new Cells(row, options.columns), options);
    return { kind: 'incident', id: cell('id'), history: nameOf(cell('history')) ?? '', incident };
  } catch (error) {
    if (error instanceof Rejection) return { kind: 'rejected', ...error.rejected };
    throw error;
  }
}

function incidentOf(cells: Cells, { given, defaults, knownTypes, nowMs }: MapOptions): ImportedIncident {
  const startedAtMs = cells.time('started') ?? cells.reject('started', 'it has no start');
  const resolvedAtMs = cells.time('resolved') ?? cells.endByDuration(startedAtMs);
  const type = given.type ?? (cells.text('type') || undefined);
  if (type !== undefined && !knownTypes.includes(type))
    cells.reject('type', `there is no incident type "${type}" (known are ${knownTypes.join(', ')})`);
  const service = given.service ?? serviceOf(cells.text('service'));
  const region = nameOf(cells.text('region'));
  const severity = cells.severity();
  const title = cells.text('summary');
  const stated = {
    type,
    service,
    region,
    severity,
    summary: title || undefined,
    detectedAtMs: cells.time('detected'),
  };
  const incident = {
    type: type ?? defaults.type,
    service: service ?? defaults.service,
    region: region ?? defaults.region,
    severity: severity ?? defaults.severity,
    drill: cells.yes('drill'),
    summary: textOf(title, `${service ?? defaults.service}: ${cells.text('severity') || 'incident'}`),
    startedAtMs,
    detectedAtMs: stated.detectedAtMs ?? startedAtMs,
    ...cells.present('acknowledgedAtMs', cells.time('acknowledged')),
    ...cells.present('mitigatedAtMs', cells.time('mitigated')),
    ...cells.present('resolvedAtMs', resolvedAtMs),
    ...cells.present('customersAffected', cells.count('customersAffected')),
  };
  const wrong = whatIsWrongWith(incident, nowMs);
  if (wrong) cells.reject(fieldOf[wrong.field] ?? 'started', wrong.says);
  const assumed = Object.entries(stated).flatMap(([field, value]) => (value === undefined ? [field] : []));
  return { ...incident, externalId: '', assumed: assumed as unknown as ImportedIncident['assumed'] };
}

const fieldOf: Readonly<Record<string, ImportField>> = {
  startedAtMs: 'started',
  detectedAtMs: 'detected',
  acknowledgedAtMs: 'acknowledged',
  mitigatedAtMs: 'mitigated',
  resolvedAtMs: 'resolved',
};

/** Of several (`Pages;Actions`), the first one: an incident is counted once. The title names the others where it does. */
const serviceOf = (text: string): string | undefined => nameOf(text.split(';').find((part) => part.trim()));

/** The cells of one row by what they mean; what cannot be read rejects the row. */
class Cells {
  readonly #row: Row;
  readonly #columns: ColumnMap;

  constructor(row: Row, columns: ColumnMap) {
    this.#row = row;
    this.#columns = columns;
  }

  text(field: ImportField): string {
    return this.#row[this.#columns[field] ?? '']?.trim() ?? '';
  }

  time(field: ImportField): number | undefined {
    const text = this.text(field);
    if (text === '') return undefined;
    return readTime(text) ?? this.reject(field, 'it is no time such as 2026-03-01T08:30:00Z');
  }

  endByDuration(startedAtMs: number): number | undefined {
    for (const [field, unitMs] of [
      ['durationMinutes', 60_000],
      ['durationSeconds', 1000],
    ] as const) {
      const text = this.text(field);
      if (text === '') continue;
      const value = Number(text);
      if (!Number.isFinite(value) || value < 0) this.reject(field, 'it is no duration');
      return Math.round(startedAtMs + value * unitMs);
    }
    return undefined;
  }

  severity(): Severity | undefined {
    const text = this.text('severity');
    if (text === '') return undefined;
    return (
      severityOf(text) ??
      this.reject('severity', 'it is no severity: 1 to 4, P1, sev2, critical, major, minor, down, …')
    );
  }

  count(field: ImportField): number | undefined {
    const text = this.text(field).replaceAll(/[ ,_](?=\d{3})/g, '');
    if (text === '') return undefined;
    return /^\d{1,15}$/.test(text) ? Number(text) : this.reject(field, 'it is no whole number');
  }

  yes(field: ImportField): boolean {
    const text = this.text(field).toLowerCase();
    if (['', 'false', 'no', '0', 'n'].includes(text)) return false;
    return ['true', 'yes', '1', 'y'].includes(text) || this.reject(field, 'it is neither true nor false');
  }

  present<Name extends string>(name: Name, value: number | undefined): Partial<Record<Name, number>> {
    return value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, number>>);
  }

  reject(field: ImportField, why: string): never {
    throw new Rejection({ column: this.#columns[field] ?? field, value: this.text(field), why });
  }
}
