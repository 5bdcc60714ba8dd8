import { readFile } from 'node:fs/promises';
import { OunceError } from '@ounce/core';
import { InvalidArgumentError } from 'commander';
import { type ColumnMap, isImportField } from '../../prevention/incidents/index.ts';

/** `started=started_at,resolved=ended_at`, added to what was said before; `type=` takes a guess back. */
export function parseColumnMap(text: string, before: ColumnMap = {}): ColumnMap {
  const pairs = text.split(',').map((pair) => {
    const [, field = '', column = ''] = /^\s*([^=\s]+)\s*=(.*)$/.exec(pair) ?? [];
    if (!isImportField(field))
      throw new InvalidArgumentError(`"${pair}" maps nothing: write field=column, e.g. started=started_at.`);
    return [field, column.trim()] as const;
  });
  return { ...before, ...Object.fromEntries(pairs) };
}

/** The same from a JSON file: `{ "started": "started_at" }`. Throws OUNCE_E_BAD_REQUEST. */
export async function readColumnMap(file: string): Promise<ColumnMap> {
  const refuse = (why: string, cause?: unknown) =>
    new OunceError('OUNCE_E_BAD_REQUEST', `${file} cannot be used as a column map: ${why}.`, {
      mend: 'Write a JSON object such as { "started": "started_at", "resolved": "ended_at" }.',
      cause,
    });
  const read = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as unknown)
    .catch((error: Error) => {
      throw refuse(error.message, error);
    });
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw refuse('it is no object');
  for (const [field, column] of Object.entries(read))
    if (!isImportField(field) || typeof column !== 'string') throw refuse(`${field} maps nothing`);
  return read as ColumnMap;
}
