import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../packages/ounce/src/connectors/clock/index.ts';
import { openFileJournal } from '../../packages/ounce/src/connectors/file-journal/index.ts';
import { openPostgresJournal } from '../../packages/ounce/src/connectors/postgres-journal/index.ts';
import { type Ledger, openLedger } from '../../packages/ounce/src/ledger/index.ts';
import type { Journal } from '../../packages/ounce/src/ports/index.ts';
import { startPostgres } from '../../packages/ounce/test/integration/ledger/postgres.ts';
import { type Bench, type BenchRow, spent } from '../harness.ts';
import { importRows } from './import-run.ts';
import { listRows } from './lists.ts';

/** `INTAKE_ROWS=20000` for a quick look. */
const rows = Number(process.env.INTAKE_ROWS ?? 100_000);

const bench: Bench = async (progress) => {
  const folder = await mkdtemp(join(tmpdir(), 'ounce-bench-intake-'));
  const postgres = await startPostgres();
  let lists: BenchRow[] = [];
  const onJournal = async (name: string, journal: Journal, look: (ledger: Ledger) => void) => {
    const readModelPath = join(folder, `${name}.sqlite`);
    const ledger = await openLedger({ journal, readModelPath, clock: systemClock() });
    const fresh = await spent(() => importRows(ledger, rows));
    const again = await spent(() => importRows(ledger, rows));
    look(ledger);
    await ledger.close();
    return { fresh, again };
  };
  try {
    progress(`${rows} rows into a file journal, and once more`);
    const file = await onJournal(
      'file',
      await openFileJournal({ path: join(folder, 'journal.ndjson') }),
      (ledger) => {
        lists = listRows(ledger);
      },
    );
    progress(`${rows} rows into a PostgreSQL journal, and once more`);
    const { url: connectionString, schema } = postgres;
    const table = await onJournal(
      'postgres',
      await openPostgresJournal({ connectionString, schema, table: 'intake' }),
      () => {},
    );
    const speed = (metric: string, key: 'fresh' | 'again'): BenchRow => ({
      case: `import of ${rows.toLocaleString('en')} rows of CSV`,
      ...{ metric, unit: 'rows/s' },
      values: { file: rows / file[key].seconds, postgres: rows / table[key].seconds },
    });
    const busy: BenchRow = {
      case: `import of ${rows.toLocaleString('en')} rows of CSV`,
      ...{ metric: 'new, each second of its own processor time', unit: 'rows/s' },
      values: {
        file: rows / file.fresh.processorSeconds,
        postgres: rows / table.fresh.processorSeconds,
      },
    };
    return {
      rows: [speed('new', 'fresh'), busy, speed('read again, nothing new', 'again'), ...lists],
      notes,
    };
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
};
export default bench;

const notes = [
  'As `ounce incidents import` without a governor: reading and mapping the file, 1,000 incidents an append, tables included.',
  'PostgreSQL runs on the same machine and disk; DATABASE_URL measures another one.',
  'Not measured: a governor that does other work at the same time, and the way over its API.',
];
