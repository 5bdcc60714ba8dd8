import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRandom } from '../../../../core/src/statistics/random.ts';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { openFileJournal } from '../../../src/connectors/file-journal/index.ts';
import { openLedger, verifyJournal } from '../../../src/ledger/index.ts';
import { dump } from './dump.ts';

const kills = 30;
const appender = new URL('./appender.ts', import.meta.url).pathname;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ounce-kill-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Lets a writer run until it has printed so many bytes, kills it, and returns all that it had acknowledged. */
async function runAndKill(seed: number, afterBytes: number): Promise<Map<number, string>> {
  const child = spawn(process.execPath, [appender, folder, String(seed)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (printed.length >= afterBytes) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect({ signal, complaints }).toEqual({ signal: 'SIGKILL', complaints: '' });
  const lines = printed.slice(0, printed.lastIndexOf('\n')).split('\n');
  return new Map(lines.map((line) => [Number(line.split(' ')[0]), line.split(' ')[1]!]));
}

async function hashesInJournal(path: string): Promise<Map<number, string>> {
  const reader = await openFileJournal({ path, readOnly: true });
  const hashes = new Map<number, string>();
  for await (const { seq, hash } of reader.read(0)) hashes.set(seq, hash);
  await reader.close();
  return hashes;
}

test(`a writer killed ${kills} times at random has lost no acknowledged event, and its tables rebuild identically`, async () => {
  const random = createRandom(2026);
  const path = join(folder, 'journal.ndjson');
  const readModelPath = join(folder, 'read-model.sqlite');
  let acknowledged = 0;
  for (let round = 0; round < kills; round++) {
    // The next writer takes over at once: a killed one holds no lock.
    const kept = await runAndKill(round, 1 + Math.floor(random() * 20_000));
    const there = await hashesInJournal(path);
    for (const [seq, hash] of kept) expect(there.get(seq)).toBe(hash);
    acknowledged += kept.size;
  }
  const journal = await openFileJournal({ path });
  const clock = systemClock();
  const { seq } = await journal.head();
  expect(seq).toBeGreaterThanOrEqual(acknowledged);
  expect(await verifyJournal(journal, clock)).toMatchObject({ kind: 'intact', events: seq });

  const ledger = await openLedger({ journal, readModelPath, clock });
  const asKilled = dump(readModelPath);
  await ledger.rebuild();
  const rebuilt = dump(readModelPath);
  await ledger.rebuild();
  expect(rebuilt).toEqual(asKilled);
  expect(dump(readModelPath)).toEqual(rebuilt);
  await ledger.close();
});
