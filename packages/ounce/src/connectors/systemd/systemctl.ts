import { execFile } from 'node:child_process';
import { OunceError } from '@ounce/core';

/** Runs `systemctl` with these arguments and resolves with what it prints. */
export type Systemctl = (args: readonly string[], signal: AbortSignal) => Promise<string>;

/** Without a terminal, a pager or a question for a password. */
const always = ['--no-pager', '--no-ask-password'];
const mostBytes = 8 * 2 ** 20;

/** @param command the program and what stands before its arguments; never a shell line */
export function systemctlOf(command: readonly string[], user: boolean): Systemctl {
  const [program = 'systemctl', ...first] = command;
  const before = [...first, ...always, ...(user ? ['--user'] : [])];
  return (args, signal) => {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC', SYSTEMD_COLORS: '0' };
    return new Promise((resolve, reject) => {
      const options = { env, signal, maxBuffer: mostBytes };
      execFile(program, [...before, ...args], options, (error, stdout, stderr) => {
        if (signal.aborted) return reject(signal.reason);
        if (!error) return resolve(stdout);
        reject(failureOf(args[0] ?? '', stderr.trim() || error.message, error));
      });
    });
  };
}

/** What is refused for good, in systemctl's own words: no right, no such unit. */
const forGood = /access denied|authentication is required|permission denied|not found|not loaded|invalid/i;

function failureOf(verb: string, said: string, cause: Error): OunceError {
  const isForGood = forGood.test(said) || (cause as NodeJS.ErrnoException).code === 'ENOENT';
  return new OunceError('OUNCE_E_PLATFORM', `systemctl ${verb} failed: ${said.split('\n')[0]}`, {
    cause,
    retry: !isForGood,
    ...(isForGood ? { mend: 'Check the template and the rights; `ounce doctor` says more.' } : {}),
  });
}
