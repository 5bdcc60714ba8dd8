import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const longestBytes = 5 * 1024 * 1024;
const tailBytes = 8192;

/** Where a process writes, and how long the file was before it did. */
export interface LogFile {
  readonly descriptor: number;
  readonly path: string;
  readonly startsAt: number;
}

/** Opens the log for one more start; one that has become long is moved to `.1`, in place of an older one. */
export function openLog(path: string): LogFile {
  const known = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (known > longestBytes) renameSync(path, `${path}.1`);
  const descriptor = openSync(path, 'a');
  return { descriptor, path, startsAt: fstatSync(descriptor).size };
}

/** The end of what this start has written; empty when somebody has taken the file away. */
export function readTail({ path, startsAt }: LogFile): string {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const from = Math.max(startsAt, size - tailBytes);
  if (size <= from) return '';
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(size - from);
    const bytes = readSync(descriptor, buffer, 0, buffer.length, from);
    return buffer.toString('utf8', 0, bytes);
  } finally {
    closeSync(descriptor);
  }
}
