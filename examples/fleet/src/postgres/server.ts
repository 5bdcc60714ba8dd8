import { execFile, spawn } from 'node:child_process';
import { chown, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Account, serverAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { type HomeFolder, openHomeFolder, readIfThere } from './home-folder.ts';
import { clearDeadPostmaster, endPostmaster, findPostmaster, isRunning, readyPort } from './postmaster.ts';

interface ServerOptions {
  /** Folder for the cluster and all that belongs to it. */
  readonly folder: string;
  /** Keep the folder when the server is stopped; otherwise it is removed. */
  readonly keep: boolean;
  /** 0: the port of the last time, or a free one. */
  readonly port: number;
  readonly password: string;
}

export interface Server {
  readonly url: string;
  readonly pid: number;
  /** Whether it ran already, left by a wrapper that was killed. */
  readonly adopted: boolean;
  running(): Promise<boolean>;
  stop(): Promise<void>;
}

const user = 'fleet';
const database = 'fleet';
const startTimeoutMs = 30_000;
const adoptTimeoutMs = 10_000;
const startAttempts = 3;

/** A small server for a small machine: little memory, no replication, no parallel workers; durable all the same. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '32MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  // The table of jobs turns over quickly; left to the defaults it would bloat before it is vacuumed.
  autovacuum_naptime: '15s',
};

/**
 * Starts the server, or adopts the one that still runs on the folder because the last wrapper was killed.
 *
 * @throws Error with the reason and what to do
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const account = await serverAccount();
  const home = await openHomeFolder(options.folder, account);
  const orphan = await findPostmaster(home.data);
  if (orphan !== undefined) {
    const port = await readyPort(home.data, orphan, adoptTimeoutMs);
    if (port !== undefined && (await answers(urlAt(port, options.password), home.data))) {
      return describe(home, options, { pid: orphan, port, adopted: true });
    }
    await endPostmaster(orphan);
  }
  await clearDeadPostmaster(home.data);
  const binaries = await findBinaries(account, home.programs);
  if ((await readIfThere(`${home.data}/PG_VERSION`)) === undefined) {
    await makeCluster(home, binaries, account, options.password);
  }
  const started = await launchOnAPort(home, binaries, account, options.port);
  await ensureDatabase(started.port, options.password);
  return describe(home, options, { ...started, adopted: false });
}

function describe(
  home: HomeFolder,
  { keep, password }: ServerOptions,
  { pid, port, adopted }: { pid: number; port: number; adopted: boolean },
): Server {
  return {
    url: urlAt(port, password),
    pid,
    adopted,
    running: () => isRunning(pid),
    async stop() {
      await endPostmaster(pid);
      if (!keep) await rm(home.root, { recursive: true, force: true });
    },
  };
}

function urlAt(port: number, password: string, name = database): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
}

/** Makes the cluster beside its final place and moves it there, so that a half-made one is never taken for whole. */
async function makeCluster(
  home: HomeFolder,
  { initdb }: Binaries,
  account: Account | undefined,
  password: string,
): Promise<void> {
  await rm(home.unfinished, { recursive: true, force: true });
  await mkdir(home.unfinished, { mode: 0o700 });
  const passwordFile = `${home.root}/password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) {
    await chown(home.unfinished, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const options = [
    `--pgdata=${home.unfinished}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-locale',
    '--no-instructions',
  ];
  try {
    await promisify(execFile)(initdb, options, { cwd: home.root, ...identity(account) });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(home.unfinished, home.data);
}

function identity(account: Account | undefined) {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

async function launchOnAPort(
  home: HomeFolder,
  binaries: Binaries,
  account: Account | undefined,
  wantedPort: number,
): Promise<{ pid: number; port: number }> {
  const remembered = Number((await readIfThere(home.port)) ?? 0);
  for (let attempt = 1; ; attempt += 1) {
    const port = wantedPort || (attempt === 1 && remembered ? await freePort(remembered) : await freePort(0));
    const pid = await launch(home, binaries, account, port);
    if ((await readyPort(home.data, pid, startTimeoutMs)) !== undefined) {
      await writeFile(home.port, String(port));
      return { pid, port };
    }
    await endPostmaster(pid);
    if (attempt === startAttempts) {
      const log = (await readIfThere(home.log)) ?? '';
      throw new Error(`PostgreSQL did not start on port ${port}; it says: ${log.trim().slice(-600)}`);
    }
  }
}

/**
 * The server leads a session of its own: Ctrl-C in a terminal and the end of this process don't reach it, so that the
 * services can drain before it goes, and its log is a file that stays writable.
 */
async function launch(
  home: HomeFolder,
  { postgres }: Binaries,
  account: Account | undefined,
  port: number,
): Promise<number> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(home.log, 'w');
  try {
    const child = spawn(postgres, ['-D', home.data, '-p', String(port), ...flags], {
      cwd: home.root,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...identity(account),
    });
    child.unref();
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => resolve(child.pid as number));
    });
  } finally {
    await log.close();
  }
}

/** @returns the port when nothing listens on it, and any free one otherwise */
async function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}

async function ensureDatabase(port: number, password: string): Promise<void> {
  await withClient(urlAt(port, password, 'postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  });
}

/** Whether the server there is really the one of our folder. */
async function answers(url: string, dataFolder: string): Promise<boolean> {
  try {
    return await withClient(url, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0]?.data_directory === dataFolder;
    });
  } catch {
    return false;
  }
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
