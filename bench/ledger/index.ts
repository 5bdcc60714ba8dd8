import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileJournal } from '../../packages/ounce/src/connectors/file-journal/index.ts';
import { openPostgresJournal } from '../../packages/ounce/src/connectors/postgres-journal/index.ts';
import { startPostgres } from '../../packages/ounce/test/integration/ledger/postgres.ts';
import type { Bench, BenchRow } from '../harness.ts';
import { benchAppends } from './appends.ts';
import { benchQueries } from './queries.ts';
import { benchWholeJournal, type WholeJournalFigures } from './whole-journal.ts';

/** `LEDGER_EVENTS=100000` for a quick look. About a tenth of the events open an incident. */
const length = Number(process.env.LEDGER_EVENTS ?? 1_000_000);

const bench: Bench = async (progress) => {
  const folder = await mkdtemp(join(tmpdir(), 'ounce-bench-ledger-'));
  const postgres = await startPostgres();
  try {
    progress('durable appends: file, PostgreSQL, and the bare disk in turns');
    const appends = await benchAppends(folder, postgres.url, postgres.schema);
    let queries: BenchRow[] = [];
    progress(`a file journal of ${length} events`);
    const path = join(folder, 'whole.ndjson');
    const file = await benchWholeJournal(
      () => openFileJournal({ path }),
      folder,
      length,
      async ({ query }) => {
        queries = benchQueries(query);
      },
    );
    progress(`a PostgreSQL journal of ${length} events`);
    const { url: connectionString, schema } = postgres;
    const openIt = () => openPostgresJournal({ connectionString, schema, table: 'whole' });
    const table = await benchWholeJournal(openIt, folder, length, async () => {});
    return { rows: [...appends, ...wholeRows(file, table), ...queries], notes };
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
};
export default bench;

const measures: readonly [keyof WholeJournalFigures, string, string][] = [
  ['fillSeconds', 'fill it, 1,000 events an append', 's'],
  ['rebuildSeconds', 'make all tables from nothing', 's'],
  ['rebuildProcessorSeconds', 'make all tables: processor time of the process', 's'],
  ['verifySeconds', 'verify the whole chain', 's'],
  ['reopenMs', 'open with tables up to date', 'ms'],
  ['readModelMiB', 'size of the tables', 'MiB'],
];

function wholeRows(file: WholeJournalFigures, postgres: WholeJournalFigures): BenchRow[] {
  return measures.map(([key, metric, unit]) => ({
    case: `journal of ${length.toLocaleString('en')} events`,
    metric,
    unit,
    values: { file: file[key], postgres: postgres[key] },
  }));
}

const notes = [
  'PostgreSQL runs on the same machine and disk, with its network left out; DATABASE_URL measures another one.',
  'Not measured: several governors appending to one table at once, and appends while a rebuild is under way.',
];
