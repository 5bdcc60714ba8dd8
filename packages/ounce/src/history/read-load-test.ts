import { type LoadTestPoint, OunceError } from '@ounce/core';
import { parse } from 'csv-parse/sync';

const columns = ['throughput', 'concurrency', 'latencyMs', 'utilisation'] as const;

/**
 * The steps of a load test out of a CSV text with a header.
 *
 * @throws OUNCE_E_BAD_REQUEST when a line has no throughput, or nothing that says how hard it was pressed
 */
export function readLoadTest(text: string): LoadTestPoint[] {
  const rows = parse(text, {
    ...{ bom: true, columns: true, skip_empty_lines: true, trim: true, comment: '#', comment_no_infix: true },
  }) as Record<string, string>[];
  if (rows.length === 0) throw new OunceError('OUNCE_E_BAD_REQUEST', 'The load test has no steps.');
  return rows.map((row, i) => {
    const point = Object.fromEntries(
      columns.flatMap((name) => {
        const value = Number(row[name]);
        return row[name] && Number.isFinite(value) && value >= 0 ? [[name, value] as const] : [];
      }),
    ) as Partial<Record<(typeof columns)[number], number>>;
    const { throughput, ...pressure } = point;
    if (!throughput || Object.keys(pressure).length === 0)
      throw new OunceError(
        'OUNCE_E_BAD_REQUEST',
        `Step ${i + 1} of the load test needs a throughput above 0 and a concurrency, latencyMs or utilisation.`,
        {
          mend: `The header names the columns: ${columns.join(', ')}. It has ${Object.keys(row).join(', ')}.`,
        },
      );
    return { throughput, ...pressure };
  });
}
