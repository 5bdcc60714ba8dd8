import { execFile } from 'node:child_process';
import type { ProbeAnswer, ProbeTarget } from '../../ports/index.ts';
import { noAnswer } from './say.ts';

const mostOutputBytes = 65_536;

/** Up when the command ends with 0. A command that cannot be started says nothing about the instance. */
export function probeCommand(
  [program = '', ...args]: readonly string[],
  { instance, service, url, timeoutMs }: ProbeTarget,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const env = { ...process.env, INSTANCE: instance, SERVICE: service, ...(url ? { URL: url } : {}) };
  const options = {
    env,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: mostOutputBytes,
    signal,
  } as const;
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (signal.aborted) return reject(signal.reason);
      if (!error) return resolve({ kind: 'up' });
      if (typeof error.code === 'string')
        return resolve({ kind: 'unknown', why: `${program} cannot be run (${error.code})` });
      if (error.killed) return resolve(noAnswer(timeoutMs));
      const said = (stderr || stdout).trim().split('\n').at(-1)?.slice(0, 200);
      const how = error.signal ? `ended by ${error.signal}` : `ended with code ${error.code}`;
      resolve({ kind: 'down', why: `${program} ${how}${said ? ` (${said})` : ''}`, unresponsive: false });
    });
  });
}
