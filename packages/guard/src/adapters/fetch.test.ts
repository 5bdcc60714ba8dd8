import { expect, test } from 'vitest';
import { errorOf, outcomeOf } from '../../test/helpers.ts';
import { createGuard, type GuardOptions } from '../guard.ts';
import { ManualClock } from '../manual-clock.ts';
import { BreakerOpenError, DeadlineError } from '../rejection.ts';

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly signal: AbortSignal;
}

/** A guard whose `fetch` is answered by `answer`, and what it sent. */
function make(answer: (sent: Sent) => Response | Promise<Response>, options: GuardOptions = {}) {
  const clock = new ManualClock(1_000);
  const sent: Sent[] = [];
  const guard = createGuard({
    clock,
    random: () => 0.5,
    fetch: async (input, init = {}) => {
      const one: Sent = {
        url: input instanceof Request ? input.url : String(input),
        method: init.method ?? (input instanceof Request ? input.method : 'GET'),
        headers: new Headers(init.headers),
        signal: init.signal!,
      };
      sent.push(one);
      return answer(one);
    },
    ...options,
  });
  return { clock, guard, sent };
}

const status = (code: number, headers: Record<string, string> = {}) =>
  new Response('x', { status: code, headers });

test('a guarded fetch answers like fetch: a 500 is still a response', async () => {
  const { guard, sent } = make(() => status(500));
  const response = await guard.fetch('http://a.test/x', { method: 'GET', headers: { accept: 'text/plain' } });
  expect(response.status).toBe(500);
  expect(sent[0]!.headers.get('accept')).toBe('text/plain');
  expect(sent).toHaveLength(1);
});

test('a guarded fetch passes the remaining time on', async () => {
  const { guard, sent } = make(() => status(200));
  await guard.fetch(new URL('http://a.test/x'));
  expect(sent[0]!.headers.get('x-request-budget-ms')).toBe('100');
});

test('one bad shard does not open the rest: each host has its own breaker, under the settings of its dependency', async () => {
  const { guard } = make(({ url }) => status(url.includes('bad') ? 503 : 200), {
    dependencies: {
      shards: { hosts: ['bad.test', 'good.test:81'], retry: null, breaker: { minimumCalls: 2 } },
    },
  });
  for (let call = 0; call < 2; call++) await guard.fetch('http://bad.test/');
  expect(await errorOf(guard.fetch('http://bad.test/'))).toBeInstanceOf(BreakerOpenError);
  expect((await guard.fetch('http://good.test:81/')).status).toBe(200);
  expect(guard.policies().map(({ dependency, endpoint }) => `${dependency} ${endpoint}`)).toEqual([
    'shards bad.test',
    'shards good.test:81',
  ]);
});

test('an endpoint can have its own breaker and budget', async () => {
  const { guard, sent } = make(() => status(200), {
    dependencies: { shop: { hosts: ['shop.test'], endpoints: { 'GET /report': { budgetMs: 5_000 } } } },
  });
  await guard.fetch('http://shop.test/report', { guard: { endpoint: 'GET /report' } });
  expect(sent[0]!.headers.get('x-request-budget-ms')).toBe('5000');
});

test('an idempotent request is sent again after a 503, and waits as long as Retry-After asks', async () => {
  let answers = 0;
  const { clock, guard, sent } = make(
    () => (++answers === 1 ? status(503, { 'retry-after': '2' }) : status(200)),
    {
      defaults: { budgetMs: 10_000 },
    },
  );
  const call = guard.fetch('http://a.test/x');
  await clock.advanceAsync(1_990, 10);
  expect(sent).toHaveLength(1);
  await clock.advanceAsync(100, 10);
  expect((await call).status).toBe(200);
});

test('a POST is not sent again, unless it carries an Idempotency-Key, and never when its body is a stream', async () => {
  const { clock, guard, sent } = make(() => status(503), { defaults: { budgetMs: 10_000 } });
  const send = async (init: RequestInit) => {
    const before = sent.length;
    const call = guard.fetch('http://a.test/x', init);
    await clock.advanceAsync(200, 4);
    expect((await call).status).toBe(503);
    return sent.length - before;
  };
  const key = { 'idempotency-key': 'k' };
  expect(await send({ method: 'POST', body: '{}' })).toBe(1);
  expect(await send({ method: 'POST', body: '{}', headers: key })).toBe(3);
  const stream = () => new Blob(['{}']).stream();
  expect(await send({ method: 'POST', body: stream(), headers: key, duplex: 'half' } as RequestInit)).toBe(1);
  expect(await send({ method: 'PUT', body: new Uint8Array(2) })).toBe(3);
});

test('a Request with its own method, headers and signal is understood', async () => {
  const { guard, sent } = make(() => status(200));
  const controller = new AbortController();
  const request = new Request('http://a.test/x', {
    method: 'DELETE',
    headers: { 'x-own': '1' },
    signal: controller.signal,
  });
  await guard.fetch(request);
  expect(sent[0]!.method).toBe('DELETE');
  expect(sent[0]!.headers.get('x-own')).toBe('1');
});

test('a budget that is used up really cancels the request', async () => {
  const { clock, guard, sent } = make(
    ({ signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const call = guard.fetch('http://a.test/x', { method: 'POST', guard: { budgetMs: 50 } });
  clock.advance(60);
  expect(await errorOf(call)).toBeInstanceOf(DeadlineError);
  expect(sent[0]!.signal.aborted).toBe(true);
});

test("the caller's own signal cancels with the caller's own reason", async () => {
  const { guard } = make(() => new Promise(() => {}));
  const controller = new AbortController();
  const call = guard.fetch('http://a.test/x', { signal: controller.signal });
  expect(await outcomeOf(call)).toBe('pending');
  controller.abort('gone');
  expect(await errorOf(call)).toBe('gone');
});

test('an address that is none is a rejection, as with fetch', async () => {
  const { guard } = make(() => status(200));
  expect(await errorOf(guard.fetch('not a url'))).toBeInstanceOf(TypeError);
});

test('400s are the caller’s mistakes and count as good answers, while 429 and 408 count as failures', async () => {
  let code = 404;
  const { guard } = make(() => status(code), { defaults: { retry: null } });
  await guard.fetch('http://a.test/');
  for (code of [408, 429, 500]) await guard.fetch('http://a.test/');
  expect(guard.policy('a.test').breaker.window).toEqual({ calls: 4, failures: 3, slowCalls: 0 });
});
