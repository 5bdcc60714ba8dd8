import { lstat, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** The operating-system account that the server runs under. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; the first of these that the machine knows takes its place. */
const substitutes = ['postgres', '_postgres', 'nobody'];

/**
 * @returns undefined when this process is not root and the server can run under its own account
 * @throws Error when it is root and the machine has no account to switch to
 */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of substitutes) {
    const [, , uid, gid] = lines.find(([known]) => known === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    `PostgreSQL does not run as root, and this machine has none of the accounts ${substitutes.join(', ')}: ` +
      'add one (useradd --system postgres), start as an ordinary user, or set DATABASE_URL to a running server',
  );
}

/** @returns the first folder on the way to `path` that the account can't enter; undefined when it can enter all. */
export async function closedFolder(path: string, account: Account): Promise<string | undefined> {
  const folders: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of folders) {
    const { uid, gid, mode } = await lstat(folder);
    const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
    if (((mode >> shift) & 1) === 0) return folder;
  }
  return undefined;
}
