import {
  OunceError,
  type Prevention,
  type PreventionKind,
  type PreventionStatus,
  type Priority,
  preventionKinds,
  preventionStatuses,
  priorities,
} from '@ounce/core';
import { parse } from 'csv-parse/sync';
import { idOf } from '../catalogue/index.ts';
import { type RoadmapRow, stepsOf } from './marks.ts';

const columns = [
  ...['id', 'title', 'initiative', 'quarter', 'priority', 'owner', 'target', 'status', 'kind'],
  ...[
    'incident_types',
    'root_causes',
    'steps_done',
    'steps',
    'mark',
    'slips',
    'experiment',
    'control',
    'issue_url',
  ],
] as const;

/** One line for each row; lists have `;` between their items. */
export function roadmapToCsv(rows: Iterable<RoadmapRow>): string {
  const lines = [columns.join(',')];
  for (const { prevention, quarter, mark, slips } of rows) {
    const { id, title, initiative, priority, owner, target, status, kind } = prevention;
    const { done, all } = stepsOf(prevention);
    const cells = [
      ...[id, title, initiative, quarter, priority, owner, target, status, kind],
      ...[prevention.incidentTypes.join(';'), prevention.rootCauses.join(';'), String(done), String(all)],
      ...[mark.kind, String(slips.length), prevention.experiment, prevention.control, prevention.issueUrl],
    ];
    lines.push(cells.map((cell) => csvCell(cell ?? '')).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** As RFC 4180 has it. What a spreadsheet would take for a formula gets an apostrophe, which comes off again when it is read. */
function csvCell(text: string): string {
  const safe = /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a line says about one prevention; fields whose column is missing are absent, and stay as they are. */
export interface CsvPrevention {
  /** From 2: the first line has the names. */
  readonly line: number;
  readonly id: string;
  readonly fields: Partial<Prevention>;
  /** Fields whose cell is empty: to be taken away. */
  readonly without: readonly ('initiative' | 'target' | 'quarter' | 'experiment' | 'control' | 'issueUrl')[];
}

export interface CsvRead {
  readonly rows: readonly CsvPrevention[];
  /** Lines that cannot be used, set aside. */
  readonly bad: readonly { readonly line: number; readonly says: string }[];
}

/** @throws OUNCE_E_BAD_REQUEST when it is no CSV, or has neither an id nor a title. */
export function roadmapFromCsv(text: string): CsvRead {
  let records: { info: { lines: number }; record: Record<string, string> }[];
  try {
    records = parse(text, { columns: true, bom: true, info: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    throw bad(`The file is not CSV: ${cause instanceof Error ? cause.message : cause}`);
  }
  const names = Object.keys(records[0]?.record ?? {});
  if (records.length > 0 && !names.includes('id') && !names.includes('title'))
    throw bad(`The first line has neither a column "id" nor "title"; it has ${names.join(', ')}.`);
  const [rows, wrong]: [CsvPrevention[], { line: number; says: string }[]] = [[], []];
  for (const { info, record } of records) {
    try {
      rows.push(readRow(record, info.lines));
    } catch (error) {
      wrong.push({ line: info.lines, says: error instanceof Error ? error.message : String(error) });
    }
  }
  return { rows, bad: wrong };
}

function readRow(record: Record<string, string>, line: number): CsvPrevention {
  const cell = (name: string) => record[name]?.replace(/^'(?='*[=+\-@\t\r])/, '');
  const id = cell('id') || idOf(cell('title') ?? '');
  if (id === '') throw new Error('it has neither an id nor a title');
  const fields: Record<string, unknown> = {
    ...{ title: cell('title') || undefined, owner: cell('owner') },
    priority: oneOf<Priority>('priority', priorities, cell('priority')?.toUpperCase()),
    status: oneOf<PreventionStatus>(
      'status',
      preventionStatuses,
      cell('status')?.toLowerCase().replaceAll(' ', '_'),
    ),
    kind: oneOf<PreventionKind>('kind', preventionKinds, cell('kind')?.toLowerCase()),
    incidentTypes: listOf(cell('incident_types')),
    rootCauses: listOf(cell('root_causes')),
  };
  const without: CsvPrevention['without'][number][] = [];
  for (const [name, column] of [
    ...[
      ['initiative', 'initiative'],
      ['target', 'target'],
      ['quarter', 'quarter'],
    ],
    ...[
      ['experiment', 'experiment'],
      ['control', 'control'],
      ['issueUrl', 'issue_url'],
    ],
  ] as const) {
    const value = cell(column!);
    if (value === '') without.push(name as CsvPrevention['without'][number]);
    else if (value !== undefined) fields[name!] = value;
  }
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { line, id, fields: Object.fromEntries(given), without };
}

function oneOf<Word extends string>(
  name: string,
  words: readonly Word[],
  value: string | undefined,
): Word | undefined {
  if (value === undefined || value === '') return undefined;
  if ((words as readonly string[]).includes(value)) return value as Word;
  throw new Error(`${name} is ${JSON.stringify(value)}, and should be one of ${words.join(', ')}`);
}

const listOf = (cell: string | undefined) =>
  cell
    ?.split(';')
    .map((item) => item.trim())
    .filter(Boolean);

function bad(message: string): OunceError {
  const mend = 'Compare it with what `ounce roadmap export` writes.';
  return new OunceError('OUNCE_E_BAD_REQUEST', message, { mend });
}
