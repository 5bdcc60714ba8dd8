import { OunceError } from '@ounce/core';
import type { GithubOptions } from './options.ts';

export interface GithubCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly body?: unknown;
}

interface Answer {
  readonly headers: Headers;
  readonly body: unknown;
}

const mostTries = 4;
const firstPauseMs = 1_000;

/**
 * One request with its tries. Rate limits (403 and 429, by Retry-After or x-ratelimit-reset) are waited for when they are short; what
 * creates something is not sent twice after a failure that may have been after the deed.
 */
export async function call(
  options: GithubOptions,
  request: GithubCall,
  signal: AbortSignal,
): Promise<Answer> {
  const { clock, longestWaitMs = 60_000 } = options;
  for (let tries = 1; ; tries += 1) {
    const response = await once(options, request, signal);
    if (response instanceof Response && response.ok)
      return { headers: response.headers, body: await response.json() };
    const pauseMs = response instanceof Response ? pauseOf(response, clock.nowMs()) : undefined;
    const isLimit = pauseMs !== undefined;
    const mayRepeat = isLimit || (request.method !== 'POST' && canHelp(response));
    const waitMs = pauseMs ?? firstPauseMs * 2 ** (tries - 1);
    if (tries === mostTries || !mayRepeat || waitMs > longestWaitMs)
      throw await errorOf(response, request, isLimit ? waitMs : undefined);
    if (response instanceof Response) await response.body?.cancel();
    await clock.sleep(waitMs, signal);
  }
}

async function once(
  { token, timeoutMs = 10_000 }: GithubOptions,
  { method, url, body }: GithubCall,
  signal: AbortSignal,
): Promise<Response | Error> {
  signal.throwIfAborted();
  try {
    return await fetch(url, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'user-agent': 'ounce',
        'x-github-api-version': '2022-11-28',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      redirect: method === 'GET' ? 'follow' : 'manual',
    });
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** How long GitHub asks to wait; undefined when this is no rate limit. */
function pauseOf({ status, headers }: Response, nowMs: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const after = headers.get('retry-after');
  if (after !== null && /^\d+$/.test(after.trim())) return Number(after) * 1_000;
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  if (headers.get('x-ratelimit-remaining') === '0' && Number.isFinite(reset))
    return Math.max(0, reset * 1_000 - nowMs);
  return status === 429 ? firstPauseMs : undefined;
}

function canHelp(response: Response | Error): boolean {
  return response instanceof Error || response.status >= 500 || response.status === 408;
}

async function errorOf(
  response: Response | Error,
  { method, url }: GithubCall,
  limitMs: number | undefined,
): Promise<OunceError> {
  const what = `${method} ${new URL(url).pathname}`;
  if (response instanceof Error) {
    const why = response.cause instanceof Error ? response.cause.message : response.message;
    return new OunceError('OUNCE_E_ISSUE_TRACKER', `GitHub does not answer ${what}: ${why}`, {
      ...{ retry: true, cause: response },
    });
  }
  const text = await response.text().catch(() => '');
  const says = /"message"\s*:\s*"([^"]{1,200})"/.exec(text)?.[1] ?? response.statusText;
  const limit = limitMs === undefined ? '' : ` It can be asked again in ${Math.ceil(limitMs / 1_000)} s.`;
  return new OunceError(
    'OUNCE_E_ISSUE_TRACKER',
    `GitHub answered ${what} with ${response.status}: ${says}.${limit}`,
    { retry: limitMs !== undefined || canHelp(response) },
  );
}
