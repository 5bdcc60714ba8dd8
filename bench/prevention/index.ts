import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEvent } from '../../packages/core/src/index.ts';
import { openFileJournal } from '../../packages/ounce/src/connectors/file-journal/index.ts';
import { openPostgresJournal } from '../../packages/ounce/src/connectors/postgres-journal/index.ts';
import type { Journal } from '../../packages/ounce/src/ports/index.ts';
import { serve } from '../../packages/ounce/test/integration/api/served.ts';
import { startPostgres } from '../../packages/ounce/test/integration/ledger/postgres.ts';
import type { Bench, BenchRow } from '../harness.ts';
import { type Figures, measurePages } from './pages.ts';
import { type Size, yearsOfWork } from './year-of-work.ts';

/** `PREVENTION_SCALE=0.1` for a quick look. */
const scale = Number(process.env.PREVENTION_SCALE ?? 1);
const size: Size = { incidents: 100_000 * scale, preventions: 10_000 * scale, reviews: 20_000 * scale };
const batchLength = 1000;
const limitMs = 100;

const bench: Bench = async (progress) => {
  const folder = await mkdtemp(join(tmpdir(), 'ounce-bench-prevention-'));
  const postgres = await startPostgres();
  try {
    const file = await measured(
      () => openFileJournal({ path: join(folder, 'journal.ndjson') }),
      'file',
      progress,
    );
    const { url: connectionString, schema } = postgres;
    const openTable = () => openPostgresJournal({ connectionString, schema, table: 'prevention' });
    const table = await measured(openTable, 'PostgreSQL', progress);
    return { rows: rowsOf(file, table), notes };
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
};
export default bench;

async function measured(
  open: () => Promise<Journal>,
  name: string,
  progress: (line: string) => void,
): Promise<Map<string, Figures>> {
  progress(
    `a ${name} journal of ${size.incidents} incidents, ${size.preventions} preventions, ${size.reviews} reviews`,
  );
  const journal = await open();
  let batch: NewEvent[] = [];
  for (const event of yearsOfWork(size, Date.now())) {
    batch.push(event);
    if (batch.length < batchLength) continue;
    await journal.append(batch);
    batch = [];
  }
  await journal.append(batch);
  await journal.close();
  const served = await serve({}, await open());
  progress('asking every page');
  const figures = await measurePages(served, progress);
  await served.close();
  return figures;
}

function rowsOf(file: Map<string, Figures>, table: Map<string, Figures>): BenchRow[] {
  return [...file].flatMap(([name, figures]) =>
    (['first', 'p50', 'p95', 'processorP95'] as const).map((metric) => ({
      case: name,
      metric: metric === 'processorP95' ? 'p95 of the processor time' : metric,
      unit: 'ms',
      values: {
        ...{ file: figures[metric], postgres: table.get(name)?.[metric] ?? Number.NaN },
        ...(metric === 'p95' ? { limit: limitMs } : {}),
      },
    })),
  );
}

const notes = [
  'Over real HTTP on the loopback, one request after another, with its answer parsed. `first` is the first request after the start, before anything was asked.',
  'The tables are SQLite in memory, as in the tests; PostgreSQL runs on the same machine. Its journal is not asked by any page: only appends differ.',
  'Not measured: many readers at once, a browser, a network.',
];
