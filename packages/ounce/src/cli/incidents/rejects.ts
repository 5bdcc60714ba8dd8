import { writeFile } from 'node:fs/promises';
import { csvLine, type Rejected } from '../../prevention/incidents/index.ts';

/** How many rows are named on the terminal; the file has all of them. */
const named = 10;

export function rejectLines(rejected: readonly Rejected[], unit: string): string[] {
  const lines = rejected
    .slice(0, named)
    .map(({ at, column, value, why }) => `  ${unit} ${at}, ${column} ${JSON.stringify(value)}: ${why}`);
  return rejected.length > named ? [...lines, `  … and ${rejected.length - named} more`] : lines;
}

/** The rows as they were, with what is wrong beside them: mended, the file can be imported in its turn. */
export async function writeRejects(file: string, rejected: readonly Rejected[]): Promise<void> {
  const columns = [...new Set(rejected.flatMap(({ row }) => Object.keys(row ?? {})))];
  const own = columns.filter((column) => !column.startsWith('ounce_'));
  const lines = rejected.map(({ row = {}, at, column, value, why }) =>
    csvLine([...own.map((name) => row[name] ?? ''), at, column, value, why]),
  );
  const header = csvLine([...own, 'ounce_line', 'ounce_column', 'ounce_value', 'ounce_why']);
  await writeFile(file, header + lines.join(''));
}
