import { readFileSync } from 'node:fs';

const lookEveryMs = 500;
const furthestUp = 8;

/**
 * Processes that stand between the person and this one: `npx`, and the wrapper that found an old Node. Whoever kills them
 * (SIGKILL cannot be passed on) means this one.
 */
export function launchers(env: NodeJS.ProcessEnv = process.env, parent = process.ppid): number[] {
  const wrapper = Number(env.OUNCE_LAUNCHER) === parent ? [parent] : [];
  return [...wrapper, ...npmAbove(parent)];
}

/** `npx` starts a shell that starts us: the one that was called is further up. Told from /proc; none where there is none. */
function npmAbove(parent: number): number[] {
  let pid = parent;
  for (let i = 0; i < furthestUp && pid > 1; i++) {
    const about = aboutProcess(pid);
    if (!about) return [];
    if (/^(npm|npx)\b|\/(npm|npx)(-cli\.js)?(\0|$)/.test(about.command)) return [pid];
    pid = about.parent;
  }
  return [];
}

function aboutProcess(pid: number): { command: string; parent: number } | undefined {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    const [, parent] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { command, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** Calls `gone` once when one of the processes has ended; the function that is returned stops looking. */
export function whenGone(pids: readonly number[], gone: () => void): () => void {
  if (pids.length === 0) return () => {};
  const timer = setInterval(() => {
    if (pids.every(isAlive)) return;
    clearInterval(timer);
    gone();
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
