import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readIfThere, readPostmasterFile } from './home-folder.ts';

const pollMs = 25;
const lastBackendsMs = 3000;

function hasEntry(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process of this id runs; a zombie that nobody has waited for does not. */
export async function isRunning(pid: number): Promise<boolean> {
  if (!hasEntry(pid)) return false;
  const status = await readIfThere(`/proc/${pid}/stat`).catch(() => undefined);
  return status === undefined || !/^\d+ \(.*\) Z /.test(status);
}

/**
 * @returns the id of the postmaster that holds `dataFolder`, left by a wrapper that was killed; undefined when there is
 *   none. A process that merely got the same id later does not have the folder in its command line.
 */
export async function findPostmaster(dataFolder: string): Promise<number | undefined> {
  const file = await readPostmasterFile(dataFolder);
  if (file === undefined || !(await isRunning(file.pid))) return undefined;
  const command = await commandLine(file.pid);
  return command.includes(dataFolder) ? file.pid : undefined;
}

/**
 * Makes way for a new postmaster after `findPostmaster` found none. A dead one stays in the process table until the
 * machine's init waits for it, which that of a container may never do, and PostgreSQL then takes it for alive; so does
 * it a stranger that got the same id. The pid file goes only after the dead one's backends had time to end.
 */
export async function clearDeadPostmaster(dataFolder: string): Promise<void> {
  const file = await readPostmasterFile(dataFolder);
  if (file === undefined) return;
  const until = performance.now() + lastBackendsMs;
  while (hasEntry(file.pid)) {
    if (performance.now() >= until) {
      await rm(join(dataFolder, 'postmaster.pid'), { force: true });
      return;
    }
    await delay(pollMs);
  }
}

async function commandLine(pid: number): Promise<string> {
  const linux = await readIfThere(`/proc/${pid}/cmdline`).catch(() => undefined);
  if (linux !== undefined) return linux.replaceAll('\0', ' ');
  const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  return stdout;
}

/** @returns the port once the postmaster says that it is ready; undefined when it ended, or not within `timeoutMs` */
export async function readyPort(
  dataFolder: string,
  pid: number,
  timeoutMs: number,
): Promise<number | undefined> {
  const until = performance.now() + timeoutMs;
  while (performance.now() < until && (await isRunning(pid))) {
    const file = await readPostmasterFile(dataFolder);
    if (file?.pid === pid && file.ready) return file.port;
    await delay(pollMs);
  }
  return undefined;
}

/** Ends a postmaster: fast shutdown, then immediate shutdown, then SIGKILL, each given some time. */
export async function endPostmaster(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 5000],
    ['SIGQUIT', 3000],
    ['SIGKILL', 2000],
  ] as const) {
    if (!(await isRunning(pid))) return;
    process.kill(pid, signal);
    const until = performance.now() + patienceMs;
    while (performance.now() < until) {
      if (!(await isRunning(pid))) return;
      await delay(pollMs);
    }
  }
}
