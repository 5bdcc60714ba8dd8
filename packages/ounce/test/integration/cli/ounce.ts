import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const bin = fileURLToPath(new URL('../../../bin/ounce.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has said so far. */
  said(): string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Arguments for Node itself. */
  readonly node?: readonly string[];
  readonly bin?: string;
}

/** Starts the command as a process of its own, without what this process's environment says about governors. */
function start(args: readonly string[], options: RunOptions): Running {
  const { OUNCE_URL: _, OUNCE_TOKEN: __, NODE_OPTIONS: ___, ...inherited } = process.env;
  const argv = [...(options.node ?? []), options.bin ?? bin, ...args];
  const child = spawn(process.execPath, argv, {
    cwd: options.cwd,
    env: { ...inherited, NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, ...said }));
  });
  return { process: child, ended, said: () => said.stdout + said.stderr };
}

export const run = (args: readonly string[], options: RunOptions): Promise<Ended> =>
  start(args, options).ended;

/** A folder with a config, removed by `remove`. */
export async function setUp(
  config: unknown,
  name = 'ounce.config.json',
): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'ounce-cli-'));
  await writeFile(join(folder, name), typeof config === 'string' ? config : JSON.stringify(config));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A port that somebody has, until the server is closed. */
export function takenPort(): Promise<{ port: number; server: Server }> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({ port: typeof address === 'object' && address ? address.port : 0, server });
    });
  });
}

/** A port that nobody has now. */
export async function freePort(): Promise<number> {
  const { port, server } = await takenPort();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** `ounce start` in a folder with a config; resolves once it says that it is up. */
export async function startGovernor(cwd: string): Promise<Running> {
  const running = start(['start', '--json'], { cwd });
  await new Promise<void>((up, fail) => {
    running.process.stdout!.on('data', () => running.said().includes('"url"') && up());
    running.process.on('exit', () => fail(new Error(`The governor ended: ${running.said()}`)));
  });
  return running;
}
