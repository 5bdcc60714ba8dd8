import { type FileHandle, open } from 'node:fs/promises';
import type { Tail } from './tail.ts';

/** What a crash in the middle of a write left behind; it was never acknowledged. */
export interface TornTail {
  readonly path: string;
  /** Where the whole events end, bytes from the start. */
  readonly offset: number;
  readonly bytes: number;
  /** The file that what was cut has been added to. */
  readonly keptIn: string;
}

/** Cuts off what lies beyond the last whole event, after it has been put aside for good. */
export async function cutTornTail(
  handle: FileHandle,
  path: string,
  { end, size }: Tail,
): Promise<TornTail | undefined> {
  if (end === size) return undefined;
  const torn = Buffer.alloc(size - end);
  const { bytesRead } = await handle.read(torn, 0, torn.length, end);
  const keptIn = `${path}.torn`;
  const aside = await open(keptIn, 'a', 0o600);
  try {
    await aside.appendFile(Buffer.concat([torn.subarray(0, bytesRead), Buffer.from('\n')]));
    await aside.sync();
  } finally {
    await aside.close();
  }
  await handle.truncate(end);
  await handle.datasync();
  return { path, offset: end, bytes: size - end, keptIn };
}
