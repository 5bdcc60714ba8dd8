import { chmod, lstat, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Account, closedFolder } from './account.ts';

/** Everything that one server keeps on disk. */
export interface HomeFolder {
  readonly root: string;
  /** The cluster; it exists only when it was made completely. */
  readonly data: string;
  /** Where a cluster is made, before it is moved to `data`. */
  readonly unfinished: string;
  /** Copies of the programs, where the account can't reach the installed ones. */
  readonly programs: string;
  readonly log: string;
  /** Remembers the port, so that a restart keeps the URL. */
  readonly port: string;
}

/**
 * Makes the folder when it is missing, and checks that it is ours and that the account can enter it.
 *
 * @throws Error with what to do
 */
export async function openHomeFolder(path: string, account: Account | undefined): Promise<HomeFolder> {
  const root = resolve(path);
  const made = await mkdir(root, { recursive: true, mode: 0o755 });
  // The name is known beforehand, and /tmp is open to all: never use a folder that somebody else put there.
  const { uid } = await lstat(root);
  if (uid !== process.getuid?.())
    throw new Error(`${root} belongs to another user: set DATA_DIR to another folder`);
  if (made !== undefined) await chmod(root, account === undefined ? 0o700 : 0o755);
  const closed = account && (await closedFolder(root, account));
  if (closed !== undefined) {
    throw new Error(
      `PostgreSQL runs as ${account?.name} (it refuses root), which can't enter ${closed}: ` +
        'set DATA_DIR to a folder it can reach, such as one under /var/tmp',
    );
  }
  const inside = (name: string) => join(root, name);
  return {
    root,
    data: inside('data'),
    unfinished: inside('data.unfinished'),
    programs: inside('programs'),
    log: inside('postgres.log'),
    port: inside('port'),
  };
}

/** What a postmaster writes about itself into its data folder. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** It takes connections. */
  readonly ready: boolean;
}

/** Reads `postmaster.pid` (its lines: pid, data folder, start, port, socket folder, address, memory key, status). */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!(Number.isInteger(pid) && pid > 1 && Number.isInteger(port) && port > 0)) return undefined;
  return { pid, port, ready: lines[7]?.trim() === 'ready' };
}

/** @returns undefined when there is none, or it is only half written */
export async function readPostmasterFile(dataFolder: string): Promise<PostmasterFile | undefined> {
  const text = await readIfThere(join(dataFolder, 'postmaster.pid'));
  return text === undefined ? undefined : parsePostmasterFile(text);
}

export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
