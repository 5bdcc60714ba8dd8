import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { openPostgresJournal } from '../../../src/connectors/postgres-journal/index.ts';
import { type Ledger, openLedger } from '../../../src/ledger/index.ts';
import { dump } from './dump.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { takeEvents } from './sample-events.ts';

let postgres: TestPostgres;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), 'ounce-shared-'));
});
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true });
});

const pathOf = (governor: number) => join(folder, `read-model-${governor}.sqlite`);

async function open(governor: number): Promise<Ledger> {
  const journal = await openPostgresJournal({
    connectionString: postgres.url,
    table: `shared_${process.pid}`,
  });
  return openLedger({ journal, readModelPath: pathOf(governor), clock: systemClock() });
}

test('two governors on one real PostgreSQL come to identical tables, and so does one that comes later', async () => {
  const [first, second] = await Promise.all([open(1), open(2)]);
  const heard: number[] = [];
  first.subscribe((events) => heard.push(...events.map(({ seq }) => seq)));
  await Promise.all([
    ...takeEvents(1, 300).map((event) => first.append([event])),
    ...takeEvents(2, 300).map((event) => second.append([event])),
  ]);
  await Promise.all([first.catchUp(), second.catchUp()]);
  expect(heard).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
  expect(await first.verify()).toMatchObject({ kind: 'intact', events: 600 });

  const third = await open(3);
  await second.rebuild();
  for (const ledger of [first, second, third]) await ledger.close();
  expect(dump(pathOf(2))).toEqual(dump(pathOf(1)));
  expect(dump(pathOf(3))).toEqual(dump(pathOf(1)));
});
