import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OunceError } from '@ounce/core';
import { buildServer } from './build-server.ts';
import type { ApiContext, Caller } from './context.ts';
import { callerOf } from './tokens.ts';

export interface Api {
  /**
   * Listens on the config's address and on the local socket; resolves to the address of the console.
   *
   * @throws OunceError `OUNCE_E_API_ADDRESS`
   */
  listen(socket: string): Promise<string>;
  close(): Promise<void>;
}

const local: Caller = { role: 'admin', tokenId: 'local', actor: 'local' };

/** The same routes twice: on TCP, where every request needs a token, and on a socket that only its owner can open. */
export async function createApi(context: ApiContext): Promise<Api> {
  const open = await buildServer(context, ({ authorization }) => callerOf(context.ledger, authorization));
  const own = await buildServer(context, () => local);
  let socketPath: string | undefined;
  return {
    async listen(socket) {
      const { host, port } = context.config.api;
      const url = await open.listen({ host, port }).catch((error) => refuse(`${host}:${port}`, error));
      await listenPrivately(own, socket).catch((error) => refuse(socket, error));
      socketPath = socket;
      return url;
    },
    async close() {
      await Promise.all([open.close(), own.close()]);
      if (socketPath) await rm(socketPath, { force: true });
    },
  };
}

/** The socket is born in a folder of its own (0700) and moved when its mode is right: nobody else can ever open it. */
async function listenPrivately(
  server: { listen(options: { path: string }): Promise<string> },
  socket: string,
): Promise<void> {
  const cradle = await mkdtemp(`${socket}.`);
  try {
    const born = join(cradle, 's');
    await server.listen({ path: born });
    await chmod(born, 0o600);
    await rename(born, socket);
  } finally {
    await rm(cradle, { recursive: true, force: true });
  }
}

function refuse(where: string, cause: NodeJS.ErrnoException): never {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'it is taken',
    EADDRNOTAVAIL: 'this machine has no such address',
    EACCES: 'this user may not',
    EINVAL: 'the path is too long for a socket (about 100 characters); name a shorter `stateFolder`',
  };
  const reason = reasons[cause.code ?? ''] ?? cause.message;
  throw new OunceError('OUNCE_E_API_ADDRESS', `The API cannot listen on ${where}: ${reason}.`, { cause });
}
