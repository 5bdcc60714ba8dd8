import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Tells a process from every other that has had, or will have, the same pid. */
export interface ProcessIdentity {
  /** When it started, as the system spells it: boot and clock ticks on Linux, a date elsewhere. */
  readonly startTime: string;
  /** Stopped and not yet taken away by its parent; it runs nothing any more. */
  readonly dead: boolean;
  /** Stopped by a signal or a debugger: it runs nothing, not even what it would do about another signal than SIGKILL. */
  readonly stopped?: true;
}

/** Undefined when there is no such process. */
export function identify(pid: number): ProcessIdentity | undefined {
  return process.platform === 'linux' ? identifyOnLinux(pid) : identifyWithPs(pid);
}

/** Whether the very process that was recorded still runs. */
export function isAlive({ pid, startTime }: { readonly pid: number; readonly startTime: string }): boolean {
  const found = identify(pid);
  return found !== undefined && !found.dead && found.startTime === startTime;
}

function identifyOnLinux(pid: number): ProcessIdentity | undefined {
  try {
    return readStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

let bootId: string | undefined;

/**
 * Reads a line of `/proc/PID/stat`. The second field is the program's name in parentheses, and may hold spaces and
 * parentheses itself (proc_pid_stat(5)). Ticks count from the boot, so the boot is part of the name.
 */
export function readStat(stat: string): ProcessIdentity {
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0] ?? '';
  return {
    startTime: `${bootId}:${fields[19]}`,
    dead: state === 'Z' || state === 'X',
    ...stoppedIn(state),
  };
}

/** For macOS and the BSDs. To the second, which is enough: pids there are not used again so soon. */
export function identifyWithPs(pid: number): ProcessIdentity | undefined {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const args = ['-o', 'stat=,lstart=', '-p', String(pid)];
    return readPs(execFileSync('ps', args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

/** Reads a line of `ps -o stat=,lstart=`. */
export function readPs(line: string): ProcessIdentity {
  const [state = '', ...started] = line.trim().split(/\s+/);
  return { startTime: started.join(' '), dead: state.startsWith('Z'), ...stoppedIn(state) };
}

const stoppedIn = (state: string): { stopped?: true } => (/^t/i.test(state) ? { stopped: true } : {});
