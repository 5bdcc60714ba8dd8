import { OunceError, type TicketCount } from '@ounce/core';
import { parse } from 'csv-parse/sync';

const dayMs = 86_400_000;

/**
 * Reads counts from CSV with a heading line. `month` (2026-01), `day` (2026-01-31), or `since` and `until` say when;
 * `count` how many; `service` and `type` may say of what.
 * @throws OUNCE_E_BAD_REQUEST naming the line and the column.
 */
export function readTicketsCsv(text: string, source: string): TicketCount[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, {
      columns: (names: string[]) => names.map(lower),
      bom: true,
      trim: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    throw bad(`The file is no CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (rows.length === 0) throw bad('The file has no line below its heading.');
  return rows.map((row, index) => {
    const line = index + 2;
    const count = Number(row.count);
    if (row.count === undefined || row.count === '' || !Number.isInteger(count) || count < 0)
      throw bad(
        `Line ${line}: \`count\` must be a whole number from 0, not ${JSON.stringify(row.count ?? '')}.`,
      );
    const { service, type } = row;
    return {
      ...{ source, count, ...stretch(row, line) },
      ...(service ? { service } : {}),
      ...(type ? { type } : {}),
    };
  });
}

function stretch(row: Record<string, string>, line: number): { sinceMs: number; untilMs: number } {
  const { month, day, since, until } = row;
  const [, year, number] = /^(\d{4})-(\d{2})$/.exec(month ?? '') ?? [];
  if (year !== undefined && number !== undefined)
    return { sinceMs: Date.UTC(+year, +number - 1), untilMs: Date.UTC(+year, +number) };
  if (day && /^\d{4}-\d{2}-\d{2}$/.test(day) && Number.isFinite(Date.parse(day)))
    return { sinceMs: Date.parse(day), untilMs: Date.parse(day) + dayMs };
  const [sinceMs, untilMs] = [Date.parse(since ?? ''), Date.parse(until ?? '')];
  if (sinceMs < untilMs) return { sinceMs, untilMs };
  throw bad(
    `Line ${line}: say when with \`month\` (2026-01), \`day\` (2026-01-31), or \`since\` and \`until\`.`,
  );
}

const lower = (name: string) => name.toLowerCase();

function bad(message: string): OunceError {
  return new OunceError('OUNCE_E_BAD_REQUEST', message, {
    mend: 'Correct the file, then import it again: counts of the same stretch are replaced.',
  });
}
