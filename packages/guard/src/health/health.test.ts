import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../manual-clock.ts';
import { createHealth, type FastifyLike, type FastifyReplyLike, type HealthAnswer } from './health.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(listener: RequestListener): Promise<(path: string) => Promise<[number, HealthAnswer]>> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return async (path) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return [answer.status, (await answer.json()) as HealthAnswer];
  };
}

describe('health over http', () => {
  it('names each check, and is alive while a dependency is down', async () => {
    const down = () => Promise.reject(new Error('no database'));
    const health = createHealth({ checks: { database: { run: down }, cache: { run: () => 1 } } });
    const handle = health.handler();
    const get = await serve((request, response) => void handle(request, response));
    const [status, body] = await get('/readyz');
    expect(status).toBe(503);
    expect(body.checks).toMatchObject({ database: { ok: false, error: 'no database' }, cache: { ok: true } });
    expect((await get('/livez'))[0]).toBe(200);
    expect(body.memory.rssBytes).toBeGreaterThan(1_000_000);
  });

  it('drains: no more work, and still alive', async () => {
    const health = createHealth();
    const handle = health.handler();
    const get = await serve((request, response) => void handle(request, response));
    expect((await get('/readyz'))[0]).toBe(200);
    health.drain();
    expect(await get('/readyz')).toMatchObject([503, { status: 'draining' }]);
    expect((await get('/livez'))[0]).toBe(200);
  });

  it('hands other paths on, as Express wants it', async () => {
    const handle = createHealth().handler({ live: '/healthz' });
    const get = await serve((request, response) => {
      handle(request, response, () => {
        response.statusCode = 418;
        response.end('{}');
      });
    });
    expect((await get('/livez'))[0]).toBe(418);
    expect((await get('/healthz?full=1'))[0]).toBe(200);
  });

  it('registers three routes with Fastify', async () => {
    const codes: number[] = [];
    const reply: FastifyReplyLike = { code: (status) => codes.push(status), header: () => {} };
    const routes = new Map<string, Parameters<FastifyLike['get']>[1]>();
    await createHealth({ waitForStarted: true }).fastify()({
      get: (path, handler) => routes.set(path, handler),
    });
    for (const path of ['/livez', '/readyz', '/startupz']) await routes.get(path)!({}, reply);
    expect(codes).toEqual([200, 503, 503]);
  });
});

describe('a check', () => {
  it('is asked once however many probes come at the same time, and not again while its result is new', async () => {
    const clock = new ManualClock();
    let asked = 0;
    const run = async () => void asked++;
    const health = createHealth({ checks: { database: { run, cacheMs: 1000 } }, clock });
    await Promise.all(Array.from({ length: 1000 }, () => health.ready()));
    expect(asked).toBe(1);
    clock.advance(999);
    expect((await health.ready()).checks.database?.ageMs).toBe(999);
    clock.advance(2);
    await health.ready();
    expect(asked).toBe(2);
  });

  it('that hangs fails at its own deadline, is told to stop, and is not piled up', async () => {
    const clock = new ManualClock();
    const signals: AbortSignal[] = [];
    const run = (signal: AbortSignal) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const health = createHealth({ checks: { database: { run, timeoutMs: 200, cacheMs: 0 } }, clock });
    const first = health.ready();
    await Promise.resolve();
    clock.advance(200);
    expect((await first).checks.database).toMatchObject({ ok: false, error: 'no answer within 200 ms' });
    expect(signals[0]?.aborted).toBe(true);
    clock.advance(5000);
    expect((await health.ready()).checks.database?.error).toBe('the last check has not ended yet');
    expect(signals.length).toBe(1);
  });

  it('that throws at once has failed, and one without a usable deadline is refused', async () => {
    const run = () => {
      throw new Error('not even asked');
    };
    const { checks } = await createHealth({ checks: { database: { run } } }).ready();
    expect(checks.database?.error).toBe('not even asked');
    expect(() => createHealth({ checks: { a: { run, timeoutMs: Number.NaN } } })).toThrow(RangeError);
  });

  it('of startup is asked until it was well once', async () => {
    const clock = new ManualClock();
    let isWell = false;
    const run = async () => {
      if (!isWell) throw new Error('warming up');
    };
    const health = createHealth({ checks: { warm: { run, decides: 'startup', cacheMs: 0 } }, clock });
    expect((await health.startup()).status).toBe('starting');
    isWell = true;
    expect((await health.startup()).status).toBe('up');
    isWell = false;
    expect((await health.startup()).status).toBe('up');
    expect((await health.ready()).status).toBe('down');
  });
});
