import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** The few things a journal does to its file. A seam, so that a full or failing disk can be played in tests. */
export interface AppendFile {
  /** Writes all of it at `position`, or rejects; some of it may then be in the file. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Resolves when content and size are on the disk. */
  datasync(): Promise<void>;
  truncate(size: number): Promise<void>;
  /** Whether the path still leads to this very file (it may have been moved or deleted). */
  isInPlace(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the file for reading and writing, made with its folders and made to last when it was not there. */
export async function openOrCreate(path: string): Promise<{ path: string; handle: FileHandle }> {
  const absolute = resolve(path);
  const firstMade = await mkdir(dirname(absolute), { recursive: true });
  // Evidence, and the hashes of tokens: not for other users of the machine.
  const handle = await open(absolute, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    if ((await handle.stat()).size === 0) await syncFolders(dirname(absolute), firstMade);
    // Two names of one file must come to one lock.
    return { path: await realpath(absolute), handle };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A new file lasts only once the folder that names it, and each new folder's own, is on the disk. */
async function syncFolders(folder: string, firstMade: string | undefined): Promise<void> {
  const last = firstMade === undefined ? folder : dirname(firstMade);
  for (let at = folder; ; at = dirname(at)) {
    const handle = await open(at, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (at === last || at === dirname(at)) return;
  }
}

export function appendFile(path: string, handle: FileHandle): AppendFile {
  return {
    async write(bytes, position) {
      let done = 0;
      while (done < bytes.length) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
      }
    },
    datasync: () => handle.datasync(),
    truncate: (size) => handle.truncate(size),
    async isInPlace() {
      const [ours, there] = await Promise.all([handle.stat(), stat(path).catch(() => undefined)]);
      return there?.ino === ours.ino && there.dev === ours.dev;
    },
    close: () => handle.close(),
  };
}
