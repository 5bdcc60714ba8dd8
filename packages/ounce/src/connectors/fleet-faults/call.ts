import { OunceError } from '@ounce/core';

export interface CallOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface Call {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly body?: object;
}

/**
 * One HTTP call with a JSON answer.
 *
 * @throws OunceError OUNCE_E_FAULT_AGENT; `retry` unless the service has understood the call and refused it
 */
export async function call(
  { method, url, body }: Call,
  { timeoutMs, signal }: CallOptions,
): Promise<unknown> {
  signal.throwIfAborted();
  try {
    const response = await fetch(url, {
      method,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    const retry = response.status >= 500 || response.status === 408 || response.status === 429;
    throw new OunceError(
      'OUNCE_E_FAULT_AGENT',
      `${method} ${url} answered ${response.status}: ${reasonIn(text)}.`,
      {
        retry,
      },
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OunceError) throw error;
    const message = `${method} ${url} was not answered: ${reasonOf(error, timeoutMs)}.`;
    throw new OunceError('OUNCE_E_FAULT_AGENT', message, { retry: true, cause: error });
  }
}

/** The fleet says why in `message`; another program may say anything. */
function reasonIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // Not JSON: its beginning will do.
  }
  return text.slice(0, 200).trim() || 'without a reason';
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `nothing came within ${timeoutMs} ms`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
