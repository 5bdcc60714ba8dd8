import { mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { note } from '../../ports/journal.contract.ts';
import { openFileJournal } from './index.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ounce-journal-'));
  path = join(folder, 'journal.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

const locked = { code: 'OUNCE_E_JOURNAL_LOCKED' };

test('a second writer is refused, by name of the first, until the first has closed', async () => {
  const first = await openFileJournal({ path });
  await expect(openFileJournal({ path })).rejects.toMatchObject(locked);
  await expect(openFileJournal({ path })).rejects.toThrow(String(process.pid));
  await first.append([note('a')]);
  await first.close();
  const second = await openFileJournal({ path });
  expect((await second.head()).seq).toBe(1);
  await second.close();
});

test('two names of one file come to one lock', async () => {
  const first = await openFileJournal({ path });
  const alias = join(folder, 'alias.ndjson');
  await symlink(path, alias);
  await expect(openFileJournal({ path: alias })).rejects.toMatchObject(locked);
  await first.close();
});

test('each event is one line of JSON that begins with its place', async () => {
  const journal = await openFileJournal({ path });
  const events = await journal.append([note('line 1\nline 2'), note('b')]);
  await journal.close();
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(events);
  expect(lines.map((line) => line.slice(0, 9))).toEqual(['{"seq":1,', '{"seq":2,']);
});

test('only its owner may read it: it has the hashes of tokens', async () => {
  await (await openFileJournal({ path })).close();
  expect((await stat(path)).mode & 0o077).toBe(0);
});

test('a reader starts anywhere in a long journal with events of all lengths', async () => {
  const journal = await openFileJournal({ path });
  const lengths = Array.from({ length: 400 }, (_, i) => (i % 50 === 7 ? 90_000 : (i * 37) % 900));
  await journal.append(lengths.map((length) => note('x'.repeat(length))));
  for (let afterSeq = 0; afterSeq < 400; afterSeq++) {
    for await (const { seq } of journal.read(afterSeq)) {
      expect(seq).toBe(afterSeq + 1);
      break;
    }
  }
  await journal.close();
});

test('a gap in the middle is named when it is read', async () => {
  const journal = await openFileJournal({ path });
  await journal.append(Array.from({ length: 2000 }, (_, i) => note(`${i}`)));
  await journal.close();
  const lines = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, lines.toSpliced(99, 1).join('\n'));
  const damaged = await openFileJournal({ path });
  const read = async () => {
    for await (const { seq } of damaged.read(0)) expect(seq).toBeLessThan(100);
  };
  await expect(read()).rejects.toThrow(/event 101 stands where event 100 should be/);
  await damaged.close();
});

test('appends to a file that was moved away are not acknowledged', async () => {
  const journal = await openFileJournal({ path });
  await journal.append([note('a')]);
  await rename(path, `${path}.old`);
  await expect(journal.append([note('b')])).rejects.toMatchObject({ code: 'OUNCE_E_JOURNAL_UNAVAILABLE' });
  await journal.close();
});

test('a folder that cannot be, a path that is a folder and a missing file to read are named with the path', async () => {
  await writeFile(join(folder, 'file'), '');
  await mkdir(join(folder, 'folder'));
  const cases = [
    { path: join(folder, 'file', 'journal.ndjson') },
    { path: join(folder, 'folder') },
    { path, readOnly: true },
  ];
  for (const options of cases) {
    const error: unknown = await openFileJournal(options).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'OUNCE_E_JOURNAL_UNAVAILABLE' });
    expect(String(error)).toContain(options.path);
  }
});
