import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchOverSocket } from './socket-fetch.ts';

describe('fetch over a local socket', () => {
  let folder: string;
  let path: string;
  const server = createServer((request, response) => {
    if (request.url === '/silent') return;
    if (request.headers['if-none-match'] === '"1"') return response.writeHead(304).end();
    response.writeHead(200, { etag: '"1"' }).end(JSON.stringify({ asked: request.url }));
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fleet-socket-'));
    path = join(folder, 's');
    await new Promise<void>((resolve) => server.listen(path, resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it('answers like any fetch: status, body, etag, and 304 without a body', async () => {
    const answer = await fetchOverSocket(path)('http://governor/a?b=c');
    expect(answer.headers.get('etag')).toBe('"1"');
    expect([answer.status, await answer.json()]).toEqual([200, { asked: '/a?b=c' }]);
    const same = await fetchOverSocket(path)('http://governor/a', { headers: { 'if-none-match': '"1"' } });
    expect([same.status, await same.text()]).toEqual([304, '']);
  });

  it('ends when it is aborted, and rejects when nobody listens', async () => {
    const signal = AbortSignal.timeout(50);
    await expect(fetchOverSocket(path)('http://governor/silent', { signal })).rejects.toThrow();
    await expect(fetchOverSocket(join(folder, 'none'))('http://governor/')).rejects.toThrow('ENOENT');
  });
});
