import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import type { ProbeAnswer } from '../../ports/index.ts';
import { noAnswer, sayFailure } from './say.ts';

/** A health body is short; an instance that sends more is not read to its end. */
const mostBytes = 16_384;

/** Up when it answers 2xx (or the expected status) within the time, body included. */
export function probeHttp(
  url: URL,
  expectStatus: number | undefined,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  return new Promise((resolve, reject) => {
    const get = url.protocol === 'https:' ? getHttps : getHttp;
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const fail = (error: unknown) => {
      if (signal.aborted) reject(signal.reason);
      else if (bounded.aborted) resolve(noAnswer(timeoutMs));
      else resolve({ kind: 'down', why: sayFailure(error), unresponsive: false });
    };
    const request = get(url, { agent: false, signal: bounded, headers: { accept: 'application/json' } });
    request.on('error', fail);
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('error', fail);
      response.on('data', (part: string) => {
        body += part;
        if (body.length > mostBytes) response.destroy();
      });
      response.on('close', () => {
        if (bounded.aborted) return fail(bounded.reason);
        resolve(read(response.statusCode ?? 0, expectStatus, body));
      });
    });
  });
}

function read(status: number, expected: number | undefined, body: string): ProbeAnswer {
  const isUp = expected === undefined ? status >= 200 && status < 300 : status === expected;
  const said = parsed(body);
  if (!isUp) return { kind: 'down', why: `it answers ${status}${failedChecks(said)}`, unresponsive: false };
  const memory = said?.memory as { rssBytes?: unknown; limitBytes?: unknown } | undefined;
  return {
    kind: 'up',
    ...(isBytes(memory?.rssBytes) ? { memoryBytes: memory.rssBytes } : {}),
    ...(isBytes(memory?.limitBytes) ? { memoryLimitBytes: memory.limitBytes } : {}),
  };
}

const isBytes = (value: unknown): value is number =>
  typeof value === 'number' && value > 0 && value < 2 ** 53;

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Names the checks that @ounce/guard's `health()` says have failed. */
function failedChecks(said: Record<string, unknown> | undefined): string {
  const checks = said?.checks;
  if (typeof checks !== 'object' || checks === null) return '';
  const failed = Object.entries(checks as Record<string, { ok?: unknown }>)
    .filter(([, check]) => check?.ok === false)
    .map(([name]) => name);
  return failed.length > 0 ? ` (${failed.slice(0, 5).join(', ')})` : '';
}
