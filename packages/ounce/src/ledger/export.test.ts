import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeEvents } from '../../test/integration/ledger/sample-events.ts';
import { systemClock } from '../connectors/clock/index.ts';
import { openFileJournal } from '../connectors/file-journal/index.ts';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { note } from '../ports/journal.contract.ts';
import { exportEvents, verifyJournal } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ounce-export-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a whole export as NDJSON is itself a journal file, and its chain fits', async () => {
  const journal = createMemoryJournal();
  await journal.append(takeEvents(4, 500));
  const path = join(folder, 'export.ndjson');
  const stream = createWriteStream(path);
  expect(await exportEvents(journal, stream, { format: 'ndjson' })).toBe(500);
  await finished(stream.end());
  const reopened = await openFileJournal({ path, readOnly: true });
  const report = await verifyJournal(reopened, systemClock(), await journal.head());
  expect(report).toMatchObject({ kind: 'intact', events: 500 });
  await reopened.close();
});

test('CSV has a header, quotes what must be quoted, and can be narrowed to kinds and to what is new', async () => {
  const journal = createMemoryJournal();
  const freeze = { ...note(''), kind: 'freeze.set', data: { reason: 'a, "b"' } } as const;
  await journal.append([note('old'), freeze, note('new')]);
  const path = join(folder, 'export.csv');
  const stream = createWriteStream(path);
  await exportEvents(journal, stream, { format: 'csv', afterSeq: 1, kinds: ['freeze.set'] });
  await finished(stream.end());
  const [header, line, end] = (await readFile(path, 'utf8')).split('\r\n');
  expect(header).toBe('seq,at,actor,subject,kind,data,hash');
  expect(line).toMatch(
    /^2,2023-11-14T22:13:20.000Z,local,fleet,freeze.set,"\{""reason"":""a, \\""b\\""""\}",[0-9a-f]{64}$/,
  );
  expect(end).toBe('');
});

test('a stream that fails ends the export with its error', async () => {
  const journal = createMemoryJournal();
  await journal.append(takeEvents(4, 100));
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('the pipe is gone')) });
  await expect(exportEvents(journal, stream, { format: 'ndjson' })).rejects.toThrow('the pipe is gone');
});
