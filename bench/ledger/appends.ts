import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { openFileJournal } from '../../packages/ounce/src/connectors/file-journal/index.ts';
import { openPostgresJournal } from '../../packages/ounce/src/connectors/postgres-journal/index.ts';
import type { Journal } from '../../packages/ounce/src/ports/index.ts';
import { takeEvents } from '../../packages/ounce/test/integration/ledger/sample-events.ts';
import { type BenchRow, interleave } from '../harness.ts';

const rounds = 5;
const forMs = 1000;

/** Runs so many loops of `step` side by side for a second; returns steps per second. */
async function perSecond(concurrency: number, step: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  let steps = 0;
  const loop = async () => {
    while (performance.now() - startedMs < forMs) {
      await step();
      steps += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  return (steps * 1000) / (performance.now() - startedMs);
}

/** Durable appends of one event each, beside what the disk gives: one write of the same length and one fdatasync at a time. */
export async function benchAppends(
  folder: string,
  connectionString: string,
  schema: string,
): Promise<BenchRow[]> {
  const events = takeEvents(7, 1000);
  let next = 0;
  const file = await openFileJournal({ path: join(folder, 'appends.ndjson') });
  const postgres = await openPostgresJournal({ connectionString, schema, table: 'appends' });
  const bare = await open(join(folder, 'bare'), 'a');
  const line = Buffer.alloc(Math.round(JSON.stringify(events).length / events.length), 'x');
  const appendTo = (journal: Journal) => () => journal.append([events[next++ % events.length]!]);
  const writeBare = async () => {
    await bare.write(line);
    await bare.datasync();
  };
  const rows: BenchRow[] = [];
  for (const concurrency of [1, 64]) {
    const values = await interleave(
      {
        file: () => perSecond(concurrency, appendTo(file)),
        postgres: () => perSecond(concurrency, appendTo(postgres)),
        ...(concurrency === 1 && { 'bare fdatasync': () => perSecond(1, writeBare) }),
      },
      rounds,
    );
    rows.push({ case: `durable appends, ${concurrency} at once`, metric: 'events', unit: '1/s', values });
  }
  await Promise.all([file.close(), postgres.close(), bare.close()]);
  return rows;
}
