import { systemClock } from '../../packages/ounce/src/connectors/clock/index.ts';
import type { Ledger } from '../../packages/ounce/src/ledger/index.ts';
import { prepareImport, readRows, takeImport } from '../../packages/ounce/src/prevention/incidents/index.ts';
import { historyCsv } from './history.ts';

const batchSize = 1000;

/** Reads a history and takes it into the ledger, as the command does without a governor, reading included. */
export async function importRows(ledger: Ledger, rows: number): Promise<void> {
  const clock = systemClock();
  const prepared = await prepareImport(readRows(historyCsv(rows), 'csv'), {
    ...{ source: 'bench', columns: {}, mergeGapMs: 'never', nowMs: clock.nowMs(), given: {} },
    knownTypes: ['unclassified'],
    defaults: { type: 'unclassified', service: 'bench', region: 'local', severity: 3 },
  });
  if (prepared.incidents.length !== rows)
    throw new Error(`only ${prepared.incidents.length} rows could be used`);
  const context = { ledger, clock, ownTypes: {} };
  for (let from = 0; from < rows; from += batchSize) {
    const incidents = prepared.incidents.slice(from, from + batchSize);
    await takeImport(context, { source: 'bench', incidents }, 'local');
  }
}
