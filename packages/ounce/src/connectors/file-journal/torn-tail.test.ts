import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Journal } from '../../ports/index.ts';
import { note } from '../../ports/journal.contract.ts';
import { openFileJournal, type TornTail } from './index.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ounce-torn-'));
  path = join(folder, 'journal.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

async function write(texts: readonly string[]): Promise<void> {
  const journal = await openFileJournal({ path });
  for (const text of texts) await journal.append([note(text)]);
  await journal.close();
}

async function seqsOf(journal: Journal): Promise<number[]> {
  const seqs: number[] = [];
  for await (const { seq } of journal.read(0)) seqs.push(seq);
  return seqs;
}

/** Opens, reads and goes on; returns what was found and what was said about the tail. */
async function reopen() {
  const torn: TornTail[] = [];
  const journal = await openFileJournal({ path, onTornTail: (tail) => torn.push(tail) });
  const found = await seqsOf(journal);
  const [next] = await journal.append([note('next')]);
  await journal.close();
  return { torn, found, nextSeq: next?.seq };
}

describe('a tail that a crash has torn', () => {
  test('at every byte of the last event: cut off, said so, put aside, and the chain goes on', async () => {
    await write(['a', 'b']);
    const whole = await readFile(path);
    const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let size = lastLine + 1; size < whole.length; size += 7) {
      await writeFile(path, whole.subarray(0, size));
      await rm(`${path}.torn`, { force: true });
      const { torn, found, nextSeq } = await reopen();
      expect(found).toEqual([1]);
      expect(nextSeq).toBe(2);
      expect(torn).toEqual([{ path, offset: lastLine, bytes: size - lastLine, keptIn: `${path}.torn` }]);
      expect(await readFile(`${path}.torn`, 'utf8')).toBe(`${whole.subarray(lastLine, size)}\n`);
    }
  });

  test('a block of zeros, as a power cut leaves it, is cut even with whole lines behind it', async () => {
    await write(['a', 'b']);
    const line = (await readFile(path)).subarray(-200);
    await appendFile(path, Buffer.concat([Buffer.alloc(4096), line]));
    const { torn, found, nextSeq } = await reopen();
    expect({ found, nextSeq, cut: torn[0]?.bytes }).toEqual({ found: [1, 2], nextSeq: 3, cut: 4296 });
  });

  test('a torn event longer than the window that is looked at first is cut whole', async () => {
    await write(['a', 'x'.repeat(300_000)]);
    await truncate(path, (await stat(path)).size - 10);
    expect(await reopen()).toMatchObject({ found: [1], nextSeq: 2 });
  });

  test('nothing is said and nothing put aside when the tail is whole', async () => {
    await write(['a', 'b']);
    expect(await reopen()).toMatchObject({ torn: [], found: [1, 2], nextSeq: 3 });
    await expect(stat(`${path}.torn`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a reader beside the writer leaves a tail that is being written alone', async () => {
    await write(['a', 'b']);
    await appendFile(path, '{"seq":3,"atMs":17');
    const reader = await openFileJournal({ path, readOnly: true });
    expect(await seqsOf(reader)).toEqual([1, 2]);
    expect((await reader.head()).seq).toBe(2);
    await expect(reader.append([note('c')])).rejects.toMatchObject({ code: 'OUNCE_E_JOURNAL_UNAVAILABLE' });
    await reader.close();
    expect((await readFile(path, 'utf8')).endsWith('17')).toBe(true);
  });
});

describe('whole lines near the end that do not fit are never cut but refused', () => {
  const edits: readonly [string, (text: string) => string][] = [
    ['a word was changed', (text) => text.replace('"text":"d"', '"text":"D"')],
    ['a line was taken out', (text) => text.split('\n').toSpliced(2, 1).join('\n')],
    ['two lines were exchanged', (text) => text.replace(/(.*\n)(.*\n)$/, '$2$1')],
    ['a line that is not JSON was added', (text) => `${text}hello\n`],
    ['a line that is not an event was added', (text) => `${text}{}\n`],
  ];
  test.each(edits)('%s', async (_, edit) => {
    await write(['a', 'b', 'c', 'd', 'e']);
    const text = await readFile(path, 'utf8');
    expect(edit(text)).not.toBe(text);
    await writeFile(path, edit(text));
    await expect(openFileJournal({ path })).rejects.toMatchObject({ code: 'OUNCE_E_JOURNAL_CORRUPT' });
    expect(await readFile(path, 'utf8')).toBe(edit(text));
  });
});
