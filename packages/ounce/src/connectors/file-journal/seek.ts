import type { FileHandle } from 'node:fs/promises';

const newline = 0x0a;
/** Below this there is nothing to gain from halving further: one read brings it all. */
const closeEnough = 64 * 1024;

/**
 * The offset of a line at or before the first event with `seq > afterSeq`. Lines are in the order of `seq`, so halving the file
 * finds it in a few dozen small reads, without an index.
 */
export async function seekTo(handle: FileHandle, end: number, afterSeq: number): Promise<number> {
  if (afterSeq === 0) return 0;
  // `low` is the start of a line, and no event before it is wanted.
  let low = 0;
  let high = end;
  while (high - low > closeEnough) {
    const middle = Math.floor((low + high) / 2);
    const line = await lineAfter(handle, middle, high);
    if (line !== undefined && line.seq <= afterSeq) low = line.start;
    else high = middle;
  }
  return low;
}

/** The first line that starts after `position` and before `end`. */
async function lineAfter(
  handle: FileHandle,
  position: number,
  end: number,
): Promise<{ start: number; seq: number } | undefined> {
  const buffer = Buffer.alloc(4096);
  for (let at = position; at < end; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, end - at), at);
    if (bytesRead === 0) return undefined;
    const found = buffer.subarray(0, bytesRead).indexOf(newline);
    if (found !== -1) return at + found + 1 < end ? seqAt(handle, at + found + 1) : undefined;
    at += bytesRead;
  }
  return undefined;
}

/** `seq` is the first field of each line; a damaged line counts as far off and is named when it is read. */
async function seqAt(handle: FileHandle, start: number): Promise<{ start: number; seq: number }> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(32), 0, 32, start);
  const seq = /^\{"seq":(\d+),/.exec(buffer.subarray(0, bytesRead).toString('latin1'))?.[1];
  return { start, seq: seq === undefined ? Number.POSITIVE_INFINITY : Number(seq) };
}
