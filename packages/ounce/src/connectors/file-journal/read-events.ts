import { type FileHandle, open } from 'node:fs/promises';
import type { JournalEvent } from '@ounce/core';
import { unavailableError } from '../../ports/journal-batch.ts';
import { corrupt, fromLine } from './event-line.ts';
import { seekTo } from './seek.ts';

const chunkLength = 1024 * 1024;

/** Events with `seq > afterSeq` that lie before the offset `end`, in order. Throws OUNCE_E_JOURNAL_CORRUPT at a gap or damage. */
export async function* readEvents(
  path: string,
  end: number,
  afterSeq: number,
): AsyncGenerator<JournalEvent, void> {
  // A handle of its own: reading goes on while the writer writes, or closes.
  const handle = await open(path, 'r').catch((error) => {
    throw unavailableError(error, `${path} cannot be read`);
  });
  try {
    const start = await seekTo(handle, end, afterSeq);
    let expected = start === 0 ? 1 : undefined;
    for await (const line of readLines(handle, start, end)) {
      const event = fromLine(line, path, `the line of event ${expected ?? `after ${afterSeq}`}`);
      if (expected !== undefined && event.seq !== expected) {
        throw corrupt(path, `event ${event.seq} stands where event ${expected} should be`);
      }
      expected = event.seq + 1;
      if (event.seq > afterSeq) yield event;
    }
  } finally {
    await handle.close();
  }
}

/** Whole lines between two offsets, without their newlines. */
async function* readLines(handle: FileHandle, start: number, end: number): AsyncGenerator<string, void> {
  let carried: Buffer[] = [];
  for (let at = start; at < end; ) {
    const length = Math.min(chunkLength, end - at);
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    const last = chunk.lastIndexOf(0x0a);
    if (last === -1) {
      carried.push(chunk);
      continue;
    }
    yield* Buffer.concat([...carried, chunk.subarray(0, last)])
      .toString('utf8')
      .split('\n');
    carried = [chunk.subarray(last + 1)];
  }
}
