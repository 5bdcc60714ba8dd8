import type { FileHandle } from 'node:fs/promises';
import type { JournalEvent } from '@ounce/core';
import { emptyHead, type JournalHead, seal } from '../../ports/index.ts';
import { corrupt, fromLine } from './event-line.ts';

export interface Tail {
  readonly head: JournalHead;
  /** Where the last whole event ends. What lies beyond was torn off by a crash, or is being written right now. */
  readonly end: number;
  readonly size: number;
}

const newline = 0x0a;
const firstWindow = 64 * 1024;

/**
 * Finds the last whole event and checks the chain over the last 64 KiB (more when one event is longer).
 * Throws OUNCE_E_JOURNAL_CORRUPT when whole lines do not fit: those were acknowledged once, so they are never cut.
 */
export async function inspectTail(handle: FileHandle, path: string): Promise<Tail> {
  const { size } = await handle.stat();
  for (let length = firstWindow; ; length *= 2) {
    const start = Math.max(0, size - length);
    const window = await readExactly(handle, start, size - start);
    const end = wholeUpTo(window);
    const first = start === 0 ? 0 : window.indexOf(newline) + 1;
    const lines = window.subarray(first, Math.max(first, end)).toString('utf8').split('\n').slice(0, -1);
    // One event to begin the chain with, and one to check against it.
    if (start > 0 && lines.length < 2) continue;
    return { head: checkChain(lines, start === 0 ? emptyHead : undefined, path), end: start + end, size };
  }
}

/**
 * The length of the part that is whole lines. A power cut can leave a block of zeros where a write was to go, even with
 * whole lines behind it; JSON never has a zero byte.
 */
function wholeUpTo(window: Buffer): number {
  const zero = window.indexOf(0);
  const sound = zero === -1 ? window : window.subarray(0, zero);
  return sound.lastIndexOf(newline) + 1;
}

function checkChain(lines: readonly string[], before: JournalHead | undefined, path: string): JournalHead {
  let previous = before;
  for (const line of lines) {
    const where = previous ? `event ${previous.seq + 1}` : 'a line near the end';
    const event: JournalEvent = fromLine(line, path, where);
    if (previous && seal(previous, event).hash !== event.hash) {
      throw corrupt(path, `event ${event.seq} does not follow from event ${previous.seq}`);
    }
    previous = { seq: event.seq, hash: event.hash };
  }
  return previous ?? emptyHead;
}

async function readExactly(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) return buffer.subarray(0, done);
    done += bytesRead;
  }
  return buffer;
}
