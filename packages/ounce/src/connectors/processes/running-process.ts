import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Clock } from '../../ports/index.ts';
import { identify, isAlive } from '../../ports/process-identity.ts';
import { openLog, readTail } from './log-file.ts';

/** A process that is ours: started by this governor, or by the one before. */
export interface RunningProcess {
  readonly pid: number;
  readonly startTime: string;
  /** Resolves with one clause that says how it ended. */
  readonly ended: Promise<string>;
  /** The last that it has said since its start; empty for one that was adopted. */
  tail(): string;
  /** To it and its children. Does nothing once it has ended. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
}

export interface Launch {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logPath: string;
  readonly pidPath: string;
}

/**
 * The process writes down who it is before it becomes the program: a governor that is killed right after the start
 * leaves nothing behind that the next one could not find.
 */
const writeIdentityThenRun = [
  '{ echo $$',
  'if [ -r /proc/$$/stat ]; then read -r line </proc/$$/stat; echo "$line"',
  'else LC_ALL=C TZ=UTC ps -o stat=,lstart= -p $$; fi; } >"$0" && exec "$@"',
].join('; ');

/** Starts a process that outlives the governor: a group of its own, and its output in a file. */
export function launch({ command, cwd, env, logPath, pidPath }: Launch): RunningProcess {
  const log = openLog(logPath);
  const stdio: ['ignore', number, number] = ['ignore', log.descriptor, log.descriptor];
  const args = ['-c', writeIdentityThenRun, pidPath, ...command];
  const child = spawn('/bin/sh', args, { cwd, env, detached: true, stdio });
  closeSync(log.descriptor);
  child.unref();
  let over = false;
  const ended = endOf(child).finally(() => {
    over = true;
  });
  const pid = child.pid ?? 0;
  return {
    pid,
    startTime: identify(pid)?.startTime ?? '',
    ended,
    tail: () => readTail(log),
    // Before its end is known to us nobody has taken it away, so that its pid cannot be another's.
    signal(name) {
      if (!over && pid > 0) signalGroup(pid, name);
    },
  };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started (${error.message})`));
    child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
  });
}

const watchEveryMs = 250;

/** Takes over a process that another governor has started; nobody tells us of its end, so we look. */
export function adopt(
  known: { readonly pid: number; readonly startTime: string },
  clock: Clock,
  signal: AbortSignal,
): RunningProcess {
  const ended = (async () => {
    while (isAlive(known)) await clock.sleep(watchEveryMs, signal);
    return 'ended';
  })();
  // When the governor lets go, nobody waits for the end any more.
  ended.catch(() => {});
  return {
    ...known,
    ended,
    tail: () => '',
    signal(name) {
      if (isAlive(known)) signalGroup(known.pid, name);
    },
  };
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch (error) {
    // It ended in this very moment.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
