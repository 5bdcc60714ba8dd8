import { createServer, isIP } from 'node:net';
import { OunceError } from '@ounce/core';
import type { Config } from '../config/index.ts';
import type { Ledger } from '../ledger/index.ts';

/** Why nobody can listen there now; undefined when it is free. */
export function whyNotFree(port: number, host: string): Promise<string | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      done(error.code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${error.message})`),
    );
    server.listen(port, host, () => server.close(() => done(undefined)));
  });
}

/** Asked before a fleet is started: a governor that cannot be reached must not begin to act. */
export async function refuseTakenAddress({ host, port }: Config['api']): Promise<void> {
  const why = port === 0 ? undefined : await whyNotFree(port, host);
  if (why) throw new OunceError('OUNCE_E_API_ADDRESS', `The API cannot listen: ${host}:${port} ${why}.`);
}

/** Whether other machines can reach it. */
export function isBeyondLoopback({ host }: Config['api']): boolean {
  return !(host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.')));
}

/** Asked before the first token is made by itself: beyond loopback only a person's own decision to make one will do. */
export function refuseExposure(api: Config['api'], { query }: Pick<Ledger, 'query'>): void {
  if (isBeyondLoopback(api) && query.tokens().every((token) => token.revokedAtMs !== undefined))
    throw new OunceError('OUNCE_E_API_EXPOSED', `The API would listen on ${api.host} and there is no token.`);
}
