// The real Fastify, the real Express and node:http on 127.0.0.1.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import fastify from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { createHealth, type Health, type HealthAnswer } from '../../src/index.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listening(server: Server): Promise<string> {
  closing.push(() => server.close());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** How a service of each kind takes the three endpoints beside a page of its own. */
const servers: Record<string, (health: Health) => Promise<string>> = {
  async fastify(health) {
    const app = fastify();
    await app.register(health.fastify());
    app.get('/', () => 'own page');
    closing.push(() => app.close());
    return app.listen({ port: 0, host: '127.0.0.1' });
  },
  express(health) {
    const app = express();
    app.use(health.handler());
    app.get('/', (_request, response) => void response.send('own page'));
    return listening(createServer(app));
  },
  'node:http'(health) {
    const handle = health.handler();
    return listening(
      createServer((request, response) => {
        if (!handle(request, response)) response.end('own page');
      }),
    );
  },
};

describe.each(Object.entries(servers))('health() with the real %s', (_name, serve) => {
  test('answers live, ready and startup, and leaves other pages alone', async () => {
    let isDown = false;
    const run = async () => {
      if (isDown) throw new Error('no database');
    };
    const health = createHealth({ checks: { database: { run, cacheMs: 0 } }, waitForStarted: true });
    const url = await serve(health);
    const get = async (path: string): Promise<[number, HealthAnswer]> => {
      const answer = await fetch(url + path);
      expect(answer.headers.get('content-type')).toMatch('application/json');
      return [answer.status, (await answer.json()) as HealthAnswer];
    };
    expect(await get('/startupz')).toMatchObject([503, { status: 'starting' }]);
    expect(await get('/readyz')).toMatchObject([503, { status: 'starting' }]);
    health.started();
    expect(await get('/startupz')).toMatchObject([200, { status: 'up' }]);
    expect(await get('/readyz')).toMatchObject([200, { checks: { database: { ok: true } } }]);
    isDown = true;
    expect(await get('/readyz')).toMatchObject([503, { checks: { database: { error: 'no database' } } }]);
    expect(await get('/livez')).toMatchObject([200, { status: 'up', checks: {} }]);
    expect(await (await fetch(url)).text()).toBe('own page');
  });

  test('a thousand probes at once ask a dependency once', async () => {
    let asked = 0;
    const run = async () => void asked++;
    const health = createHealth({ checks: { database: { run, cacheMs: 60_000 } } });
    const url = await serve(health);
    const ask = async () => (await fetch(`${url}/readyz`)).status;
    const statuses = await Promise.all(Array.from({ length: 1_000 }, ask));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(asked).toBe(1);
  });
});
