import { connect } from 'node:net';
import { errorCatalogue } from '@ounce/core';
import type { Config } from '../../config/index.ts';
import { whyNotFree } from '../address.ts';
import { type Finding, well, wrong } from '../finding.ts';

const answerTimeoutMs = 3_000;

/** Whether a governor of this state folder runs now. */
export function isRunning(socket: string): Promise<boolean> {
  return new Promise((done) => {
    const connection = connect(socket);
    connection.once('connect', () => {
      connection.destroy();
      done(true);
    });
    connection.once('error', () => done(false));
  });
}

export async function checkApi({ api: { host, port } }: Config): Promise<Finding> {
  const why = port === 0 ? undefined : await whyNotFree(port, host);
  return why
    ? wrong('API', `${host}:${port} ${why}`, errorCatalogue.OUNCE_E_API_ADDRESS.mend)
    : well('API', `${host}:${port} is free`);
}

/** Whether the governor that the environment names takes the token that stands there; nothing without them. */
export async function checkToken({
  OUNCE_URL: url,
  OUNCE_TOKEN: token,
}: NodeJS.ProcessEnv): Promise<Finding[]> {
  if (!url && !token) return [];
  const what = 'OUNCE_URL and OUNCE_TOKEN';
  if (!url || !token) {
    const missing = url ? 'OUNCE_TOKEN' : 'OUNCE_URL';
    return [wrong(what, `${missing} is not set`, 'Set both, or neither: then the local socket is used.')];
  }
  try {
    const response = await fetch(new URL('/api/whoami', url), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    if (response.status === 401)
      return [wrong(what, `${url} does not accept the token`, errorCatalogue.OUNCE_E_UNAUTHORISED.mend)];
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const { role } = (await response.json()) as { role: string };
    return [well(what, `${url} accepts the token (${role})`)];
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    const mend = 'Check the address and that the governor runs there, or unset both to use the local socket.';
    return [wrong(what, `no governor answers at ${url}: ${why}`, mend)];
  }
}
