import { createServer, get, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CircuitBreaker } from '../breaker/breaker.ts';
import { createGuard } from '../guard.ts';
import { type UnguardedCall, type UnguardedCallWatch, watchUnguardedCalls } from './watch.ts';

let server: Server;
let host: string;
let watch: UnguardedCallWatch | undefined;

beforeEach(async () => {
  server = createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  watch?.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const load = async () => (await fetch(`http://${host}/`)).text();
const loadByHttp = () =>
  new Promise<void>((resolve, reject) => {
    get(`http://${host}/`, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
const open = () =>
  new Promise<void>((resolve, reject) => {
    const [address, port] = host.split(':');
    const socket = connect(Number(port), address!);
    socket.on('connect', () => socket.destroy()).on('close', () => resolve());
    socket.on('error', reject);
  });
const patient = { defaults: { budgetMs: 60_000 } };

test.each<[string, () => Promise<unknown>, string]>([
  ['fetch', load, 'http'],
  ['node:http', loadByHttp, 'http'],
  ['a TCP connection', open, 'tcp'],
])(
  '%s outside of every guard is one unguarded call, and inside of one it is none',
  async (_, call, protocol) => {
    const heard: UnguardedCall[] = [];
    watch = watchUnguardedCalls({ onCall: (one) => heard.push(one) });
    await call();
    expect(heard).toEqual([{ host, protocol, calls: 1 }]);
    await createGuard(patient).policy('a').execute(call);
    await createGuard(patient).wrap(call, { dependency: 'a' })();
    await new CircuitBreaker({ name: 'a' }).execute(call);
    await new CircuitBreaker({ name: 'a' }).execute(call, { signal: new AbortController().signal });
    expect(watch.counts()).toEqual(new Map([[host, 1]]));
    expect(watch.coverage).toEqual({ calls: 5, guarded: 4 });
  },
);

test('guard.fetch is guarded', async () => {
  watch = watchUnguardedCalls();
  await (await createGuard(patient).fetch(`http://${host}/`)).text();
  expect(watch.coverage).toEqual({ calls: 1, guarded: 1 });
});

test('what guarded work leaves behind is not guarded once the work has ended', async () => {
  watch = watchUnguardedCalls();
  let later: Promise<unknown> | undefined;
  await createGuard(patient)
    .policy('a')
    .execute(() => {
      later = new Promise((resolve) => setTimeout(resolve, 1)).then(load);
    });
  await later;
  expect(watch.counts()).toEqual(new Map([[host, 1]]));
});

test('a request served within a deadline is not guarded by that alone', async () => {
  watch = watchUnguardedCalls();
  await createGuard(patient).withDeadline(60_000, load);
  expect(watch.counts().get(host)).toBe(1);
});

test('the number of hosts is bounded, and ignored ones are not counted', async () => {
  const { port } = server.address() as AddressInfo;
  watch = watchUnguardedCalls({ maxHosts: 1, ignoreHosts: [`localhost:${port}`] });
  for (const name of ['127.0.0.1', '127.0.0.2', '127.0.0.3', 'localhost'])
    await fetch(`http://${name}:${port}/`).then(
      (response) => response.text(),
      () => {},
    );
  expect(Object.fromEntries(watch.counts())).toEqual({ [host]: 1, other: 2 });
});

test('the counts are a Prometheus counter', async () => {
  watch = watchUnguardedCalls();
  expect(watch.metrics()).toBe('');
  await load();
  await load();
  expect(watch.metrics()).toContain(`ounce_guard_unguarded_calls_total{host="${host}"} 2\n`);
});

test('once it is stopped nothing is counted any more, however often it is stopped', async () => {
  const second = watchUnguardedCalls();
  watch = watchUnguardedCalls();
  watch.stop();
  watch.stop();
  await load();
  expect(watch.coverage.calls).toBe(0);
  await createGuard(patient).policy('a').execute(load);
  expect(second.coverage).toEqual({ calls: 2, guarded: 1 });
  second[Symbol.dispose]();
});

test('a listener that throws harms no call', async () => {
  watch = watchUnguardedCalls({
    onCall: () => {
      throw new Error('no');
    },
  });
  expect(await load()).toBe('ok');
  expect(watch.counts().get(host)).toBe(1);
});

test('a number of hosts that cannot be is refused', () => {
  expect(() => watchUnguardedCalls({ maxHosts: 0 })).toThrow(
    'maxHosts must be a whole number from 1 to 10000',
  );
});
