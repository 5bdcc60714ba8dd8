import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '../../examples/fleet/test/process.ts';
import type { LiveState } from '../../packages/ounce/src/api/types.ts';
import { writeQuickConfig } from './quick-config.ts';

const command = join(import.meta.dirname, '../../packages/ounce/bin/ounce.mjs');
const patienceMs = 60_000;

/** A governor in a process of its own, as `ounce start` runs it, with the whole reference fleet. */
export interface RunningGovernor {
  readonly url: string;
  readonly token: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  /** What was logged so far: the cause when something goes wrong. */
  log(): string;
  /** Stops governor and fleet. Throws when a process of theirs was left behind, after stopping that too. */
  stop(): Promise<void>;
}

/** @param settings on top of this process's environment, for the governor and all that it starts */
export async function startGovernor(
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningGovernor> {
  const folder = await mkdtemp(join(tmpdir(), 'ounce-console-'));
  const file = await writeQuickConfig(folder);
  const { DATABASE_URL: _url, DATA_DIR: _folder, ...env } = process.env;
  const child = spawn(process.execPath, [command, 'start', '--json', '--config', file], {
    cwd: folder,
    env: { ...env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const stop = async () => {
    await stopAll(child, join(folder, 'state/processes'));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { url, token } = await greetingOf(child);
    const ask = async <T>(path: string, init: RequestInit = {}) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const response = await fetch(`${url}/api${path}`, { ...init, headers });
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    };
    const post = <T>(path: string, body: object) =>
      ask<T>(path, { method: 'POST', body: JSON.stringify(body) });
    return { url, token, get: ask, post, stop, log: () => log.join('\n') };
  } catch (cause) {
    // What was left behind matters less than why it did not start.
    await stop().catch((error: Error) => log.push(error.message));
    throw new Error(`The governor did not start:\n${log.join('\n')}`, { cause });
  }
}

async function greetingOf(child: ChildProcess): Promise<{ url: string; token: string }> {
  const signal = AbortSignal.timeout(patienceMs);
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`It ended with ${code}.`);
  });
  const lines = createInterface({ input: child.stdout! });
  const [line] = await Promise.race([once(lines, 'line', { signal }), ended]);
  return JSON.parse(line as string) as { url: string; token: string };
}

/** Waits until everything runs and every reading has come in. */
export function fleetReady(governor: RunningGovernor): Promise<LiveState> {
  return eventually(
    'the fleet ready',
    async () => {
      const state = await governor.get<LiveState>('/state');
      const ready = state.services.every(({ replicas }) => replicas && replicas.ready >= replicas.desired);
      const signals = state.services.flatMap((service) => Object.values(service.signals));
      const read = signals.every(({ value, stale }) => value !== undefined && stale === undefined);
      return ready && read && signals.length > 0 ? state : undefined;
    },
    patienceMs,
  );
}

async function stopAll(child: ChildProcess, processFolder: string): Promise<void> {
  const pids = await recordedPids(processFolder);
  const clean = await ends(child, 'SIGTERM');
  if (!clean) await ends(child, 'SIGKILL');
  const left = [...new Set([...pids, ...(await recordedPids(processFolder))])].filter(isRunning);
  // The database takes its PostgreSQL along only when it is asked politely.
  for (const pid of left) process.kill(pid, 'SIGTERM');
  await eventually('an end of what was left', async () => !left.some(isRunning)).catch(() => {
    for (const pid of left.filter(isRunning)) process.kill(pid, 'SIGKILL');
  });
  if (!clean || left.length > 0)
    throw new Error(`The governor ended ${clean ? '' : 'late '}and left ${left.length} processes running.`);
}

async function ends(child: ChildProcess, signal: NodeJS.Signals): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return true;
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(patienceMs) });
  child.kill(signal);
  return ended.then(
    () => true,
    () => false,
  );
}

async function recordedPids(folder: string): Promise<number[]> {
  if (!existsSync(folder)) return [];
  const files = (await readdir(folder)).filter((name) => /-\d+\.json$/.test(name));
  const texts = await Promise.all(
    files.map((name) => readFile(join(folder, name), 'utf8').catch(() => '{}')),
  );
  return texts.flatMap((text) => (JSON.parse(text) as { pid?: number }).pid ?? []);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
