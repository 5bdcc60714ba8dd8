import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dump } from '../../test/integration/ledger/dump.ts';
import { takeEvents } from '../../test/integration/ledger/sample-events.ts';
import { systemClock } from '../connectors/clock/index.ts';
import { openFileJournal } from '../connectors/file-journal/index.ts';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import type { Journal } from '../ports/index.ts';
import { note } from '../ports/journal.contract.ts';
import { type LedgerNotice, openLedger } from './index.ts';

let folder: string;
let readModelPath: string;
let notices: LedgerNotice[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ounce-ledger-'));
  readModelPath = join(folder, 'state', 'read-model.sqlite');
  notices = [];
});
afterEach(() => rm(folder, { recursive: true }));

const fileJournal = () => openFileJournal({ path: join(folder, 'journal.ndjson') });

function open(journal: Journal, path = readModelPath) {
  const onNotice = (notice: LedgerNotice) => notices.push(notice);
  return openLedger({ journal, readModelPath: path, clock: systemClock(), onNotice });
}

/** Changes the closed tables behind the ledger's back. */
function tamper(sql: string): void {
  const database = new DatabaseSync(readModelPath);
  database.exec(sql);
  database.close();
}

describe('opening again', () => {
  test('goes on where the tables were, and reads only what is new', async () => {
    const first = await open(await fileJournal());
    await first.append([note('a'), note('b')]);
    await first.close();
    const between = await fileJournal();
    await between.append([note('c')]);
    await between.close();
    const journal = await fileJournal();
    const asked: number[] = [];
    const { read } = journal;
    journal.read = (afterSeq) => {
      asked.push(afterSeq);
      return read(afterSeq);
    };
    const second = await open(journal);
    expect(asked).toEqual([1, 2]);
    expect(second.query.notes().items.map(({ text }) => text)).toEqual(['c', 'b', 'a']);
    expect(notices).toEqual([]);
    await second.close();
  });

  const reasons: readonly [string, () => unknown][] = [
    ['are of another version', () => tamper(`update position set version = 'older'`)],
    ['had read another journal', () => tamper(`update position set hash = 'other'`)],
    ['had read further than the journal goes', () => tamper('update position set seq = 99')],
    ['are not a database', () => writeFile(readModelPath, 'hello, this is no database at all. '.repeat(50))],
    ['were deleted', () => rm(readModelPath)],
  ];
  test.each(reasons)('makes tables anew that %s, and says so', async (_, spoil) => {
    const first = await open(await fileJournal());
    await first.append([note('a'), note('b')]);
    await first.close();
    await spoil();
    const second = await open(await fileJournal());
    expect(second.query.notes().items.map(({ text }) => text)).toEqual(['b', 'a']);
    expect(notices).toMatchObject([{ kind: 'rebuilt', says: expect.stringContaining('2 events') }]);
    await second.append([note('c')]);
    expect(second.query.head().seq).toBe(3);
    await second.close();
  });

  test('refuses tables that another ledger has open: both would count everything', async () => {
    const first = await open(createMemoryJournal());
    await expect(open(createMemoryJournal())).rejects.toMatchObject({ code: 'OUNCE_E_READ_MODEL' });
    await first.close();
  });

  test('names the path when there can be no tables there', async () => {
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, 'file', 'model.sqlite');
    await expect(open(createMemoryJournal(), path)).rejects.toThrow(path);
  });
});

describe('rebuild', () => {
  test('makes identical tables: projected one by one, in one go, and once more (any seed)', async () => {
    const seeds = fc.record({ seed: fc.nat(), count: fc.integer({ min: 1, max: 300 }) });
    await fc.assert(
      fc.asyncProperty(seeds, async ({ seed, count }) => {
        const ledger = await open(createMemoryJournal());
        for (const event of takeEvents(seed, count)) await ledger.append([event]);
        const dumps: string[][] = [];
        for (let i = 0; i < 3; i++) {
          dumps.push(dump(readModelPath));
          await ledger.rebuild();
        }
        await ledger.close();
        expect(dumps[1]).toEqual(dumps[0]);
        expect(dumps[2]).toEqual(dumps[0]);
        await rm(readModelPath);
      }),
      { numRuns: 10 },
    );
  });

  test('leaves the hourly counts alone, and nothing lying about', async () => {
    const ledger = await open(await fileJournal());
    await ledger.append(takeEvents(1, 100));
    ledger.rollups.count('canary', { service: 'consumer', region: 'eu-1' }, 0, 'holds', 3);
    await ledger.rebuild();
    await ledger.close();
    const again = await open(await fileJournal());
    expect(again.rollups.rows()).toMatchObject([{ holds: 3 }]);
    expect(again.query.head().seq).toBe(100);
    await again.close();
  });
});
