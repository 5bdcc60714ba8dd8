import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { isApi, type Server } from './context.ts';
import { sendNotFound } from './problems.ts';

/** Where `npm run build` of the console puts its files. */
export const builtConsole = fileURLToPath(new URL('../../../console/dist/', import.meta.url));

/**
 * The console's files. Its pages are made in the browser, so every GET outside the API that names no file is its start
 * page. Without a built console there are no pages, and the API is the same.
 */
export async function serveConsole(server: Server, folder: string): Promise<void> {
  const isBuilt = existsSync(join(folder, 'index.html'));
  if (isBuilt) await server.register(fastifyStatic, { root: folder });
  server.setNotFoundHandler((request, reply) => {
    const isPage = ['GET', 'HEAD'].includes(request.method) && !isApi(request);
    return isBuilt && isPage ? reply.sendFile('index.html') : sendNotFound(request, reply);
  });
}
