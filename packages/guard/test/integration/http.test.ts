// node:http servers on 127.0.0.1, and the real undici and the real fetch.
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BreakerOpenError, createGuard, DeadlineError } from '../../src/index.ts';
import { errorOf, settle } from '../helpers.ts';

let server: Server;
let origin: string;
let answer: (response: ServerResponse, headers: IncomingHttpHeaders) => void;
/** Requests whose client went away before they were answered. */
let gone: number;

beforeEach(async () => {
  gone = 0;
  answer = (response) => response.end('fine');
  server = createServer((incoming, response) => {
    response.on('close', () => {
      if (!response.writableEnded) gone++;
    });
    answer(response, incoming.headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const quick = { defaults: { budgetMs: 150, retry: null, breaker: { minimumCalls: 2 } } };

/** Waits until something that has been caused is there to be seen. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await settle();
}

test('guard.fetch with a real server that never answers: the budget ends the call and closes the connection', async () => {
  answer = () => {};
  const guard = createGuard(quick);
  expect(await errorOf(guard.fetch(origin))).toBeInstanceOf(DeadlineError);
  await until(() => gone === 1);
  await errorOf(guard.fetch(origin));
  expect(await errorOf(guard.fetch(origin))).toBeInstanceOf(BreakerOpenError);
});

test('guard.fetch with a real server: a body can be read after the call has ended, whatever its budget', async () => {
  answer = (response) => {
    response.write('first ');
    setTimeout(() => response.end('last'), 300);
  };
  const response = await createGuard(quick).fetch(origin);
  expect(await response.text()).toBe('first last');
});

test('guard.fetch with a real server: retried responses free their connections', async () => {
  let calls = 0;
  answer = (response) => {
    response.statusCode = ++calls < 3 ? 503 : 200;
    response.end('x'.repeat(100_000));
  };
  const guard = createGuard({ defaults: { budgetMs: 10_000 } });
  const response = await guard.fetch(origin);
  expect([response.status, calls]).toEqual([200, 3]);
  expect((await response.text()).length).toBe(100_000);
});

test('a budget that a real server receives bounds the calls it makes itself', async () => {
  const guard = createGuard({ defaults: { budgetMs: 5_000, retry: null } });
  let innerLeftMs = Number.NaN;
  answer = (response, headers) => {
    guard
      .withDeadline(headers, async () => {
        await settle();
        innerLeftMs = await guard.policy('inner').execute((context) => context.remainingMs());
      })
      .then(() => response.end());
  };
  await (await guard.fetch(origin, { guard: { budgetMs: 900 } })).text();
  expect(innerLeftMs).toBeGreaterThan(0);
  expect(innerLeftMs).toBeLessThanOrEqual(900);
});

test('the interceptor with the real undici passes answers through and counts them', async () => {
  const guard = createGuard(quick);
  let received: IncomingHttpHeaders = {};
  answer = (response, headers) => {
    received = headers;
    response.end('fine');
  };
  const dispatcher = new Agent().compose(guard.interceptor());
  const { statusCode, body } = await request(`${origin}/x`, { dispatcher, headers: { 'x-own': '1' } });
  expect([statusCode, await body.text()]).toEqual([200, 'fine']);
  expect(received['x-own']).toBe('1');
  expect(Number(received['x-request-budget-ms'])).toBeLessThanOrEqual(150);
  expect(guard.policy(new URL(origin).host).breaker.window).toMatchObject({ calls: 1, failures: 0 });
  await dispatcher.close();
});

test('the interceptor with the real undici ends a request that is not answered, and then refuses', async () => {
  answer = () => {};
  const guard = createGuard(quick);
  const dispatcher = new Agent().compose(guard.interceptor());
  const send = () => errorOf(request(origin, { dispatcher }));
  expect(await send()).toBeInstanceOf(DeadlineError);
  expect(await send()).toBeInstanceOf(DeadlineError);
  expect(await send()).toBeInstanceOf(BreakerOpenError);
  await until(() => gone === 2);
  await dispatcher.close();
});

test('the interceptor with the real undici counts 5xx and broken connections as failures', async () => {
  const guard = createGuard(quick);
  const dispatcher = new Agent().compose(guard.interceptor({ dependency: 'shop' }));
  answer = (response) => {
    response.statusCode = 503;
    response.end();
  };
  expect((await request(origin, { dispatcher })).statusCode).toBe(503);
  answer = (response) => response.destroy();
  expect(await errorOf(request(origin, { dispatcher }))).toMatchObject({ code: 'UND_ERR_SOCKET' });
  expect(guard.policy('shop', new URL(origin).host).breaker.state).toBe('open');
  await dispatcher.close();
});
