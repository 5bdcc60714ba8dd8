import type { JournalEvent } from '@ounce/core';
import { expect, test } from 'vitest';
import { AppendQueue } from '../../ports/append-queue.ts';
import { emptyHead } from '../../ports/index.ts';
import { note } from '../../ports/journal.contract.ts';
import type { AppendFile } from './append-file.ts';
import { FileWriter } from './file-writer.ts';

type Step = 'write' | 'datasync' | 'truncate';

/** A disk whose next `write`, `datasync` or `truncate` can be made to fail; a failing write leaves half of its bytes. */
function fakeDisk() {
  let content = Buffer.alloc(0);
  const failing = new Set<Step>();
  const done: Step[] = [];
  let inPlace = true;
  const step = (name: Step) => {
    done.push(name);
    if (failing.has(name)) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  const file: AppendFile = {
    async write(bytes, position) {
      const failed = failing.has('write');
      const part = failed ? bytes.subarray(0, bytes.length / 2) : bytes;
      content = Buffer.concat([content.subarray(0, position), part]);
      step('write');
    },
    async datasync() {
      step('datasync');
    },
    async truncate(size) {
      step('truncate');
      content = content.subarray(0, size);
    },
    isInPlace: async () => inPlace,
    close: async () => {},
  };
  return {
    file,
    done,
    failing,
    moveAway: () => {
      inPlace = false;
    },
    seqs: () =>
      content
        .toString('utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as JournalEvent).seq),
    text: () => content.toString('utf8'),
  };
}

function start() {
  const disk = fakeDisk();
  const writer = new FileWriter(disk.file, 'journal.ndjson', { head: emptyHead, end: 0 });
  return { disk, writer, queue: new AppendQueue((requests) => writer.commit(requests)) };
}

const unavailable = { code: 'OUNCE_E_JOURNAL_UNAVAILABLE' };

test('a hundred appends in one tick share one write and one flush', async () => {
  const { disk, queue } = start();
  await Promise.all(Array.from({ length: 100 }, (_, i) => queue.append([note(`${i}`)])));
  expect(disk.done).toEqual(['write', 'datasync']);
});

test('appends that come while one is being flushed become the next batch', async () => {
  const { disk, queue } = start();
  let waiting: Promise<unknown>[] = [];
  const { datasync } = disk.file;
  disk.file.datasync = async () => {
    if (waiting.length === 0) waiting = Array.from({ length: 50 }, (_, i) => queue.append([note(`${i}`)]));
    await datasync();
  };
  await queue.append([note('first')]);
  await Promise.all(waiting);
  expect(disk.done).toEqual(['write', 'datasync', 'write', 'datasync']);
});

test('a full disk refuses all that were waiting, leaves none of them, and is forgotten once there is room', async () => {
  const { disk, queue } = start();
  await queue.append([note('kept')]);
  disk.failing.add('write');
  const refused = await Promise.allSettled([queue.append([note('a')]), queue.append([note('b')])]);
  for (const result of refused) expect(result).toMatchObject({ status: 'rejected', reason: unavailable });
  expect(disk.seqs()).toEqual([1]);
  expect(disk.text().endsWith('\n')).toBe(true);
  disk.failing.clear();
  const [event] = await queue.append([note('later')]);
  expect(event?.seq).toBe(2);
  expect(disk.seqs()).toEqual([1, 2]);
});

test('after a failed flush nothing more is taken until it is reopened: what is on the disk is not known', async () => {
  const { disk, writer, queue } = start();
  await queue.append([note('kept')]);
  disk.failing.add('datasync');
  await expect(queue.append([note('lost')])).rejects.toMatchObject(unavailable);
  disk.failing.clear();
  await expect(queue.append([note('later')])).rejects.toMatchObject({ ...unavailable, retry: false });
  expect(disk.seqs()).toEqual([1]);
  expect(writer.head.seq).toBe(1);
});

test('a failed write that cannot be undone is final as well', async () => {
  const { disk, queue } = start();
  disk.failing.add('write').add('truncate');
  await expect(queue.append([note('lost')])).rejects.toMatchObject(unavailable);
  disk.failing.clear();
  await expect(queue.append([note('later')])).rejects.toThrow(/could not be undone/);
});

test('what goes into a file that has been moved or deleted is not acknowledged', async () => {
  const { disk, queue } = start();
  disk.moveAway();
  await expect(queue.append([note('lost')])).rejects.toThrow(/moved or deleted/);
});
