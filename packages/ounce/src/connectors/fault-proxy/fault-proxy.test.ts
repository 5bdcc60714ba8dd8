import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Fault } from '@ounce/core';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/index.ts';
import { type FaultProxy, startFaultProxy } from './index.ts';

const local = (port: number) => ({ host: '127.0.0.1', port });
const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Answers every line with the same line, and counts what it was sent. */
async function echo(): Promise<{ port: number; received: () => number; server: Server }> {
  let received = 0;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      received += data.length;
      socket.write(data);
    });
    socket.on('end', () => socket.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return { port: (server.address() as { port: number }).port, received: () => received, server };
}

async function proxied(draws: readonly number[] = [0.3]) {
  const service = await echo();
  let drawn = 0;
  const proxy = await startFaultProxy({
    clock: systemClock(),
    control: local(0),
    routes: [{ name: 'echo', listen: local(0), to: local(service.port) }],
    random: () => draws[drawn++ % draws.length]!,
  });
  closers.push(() => proxy.close());
  return { proxy, service };
}

function client(proxy: FaultProxy): {
  socket: Socket;
  read: (bytes: number) => Promise<Buffer>;
  got: () => Buffer;
} {
  const socket = connect(proxy.addresses.echo!);
  let got = Buffer.alloc(0);
  socket.on('data', (data) => {
    got = Buffer.concat([got, data]);
  });
  closers.push(() => socket.destroy());
  const read = async (bytes: number) => {
    while (got.length < bytes) await once(socket, 'data');
    return got;
  };
  socket.on('error', () => {});
  return { socket, read, got: () => got };
}

async function ask(proxy: FaultProxy, method: 'PUT' | 'DELETE' | 'GET', id = '', body?: object) {
  const response = await fetch(`${proxy.faultUrls.echo}/faults${id && `/${id}`}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const hold = (proxy: FaultProxy, fault: Fault, leaseMs = 5_000) =>
  ask(proxy, 'PUT', 'drill', { ...fault, leaseMs, endsAtMs: Date.now() + 60_000 });
const release = (proxy: FaultProxy) => ask(proxy, 'DELETE', 'drill');
/** However it ends: a reset is an end too. */
const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));
const brief = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('without a fault', () => {
  it('passes every byte on, in order, both ways, and the end too', async () => {
    const { proxy } = await proxied();
    const { socket, read } = client(proxy);
    const sent = Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => i % 251));
    socket.end(sent);
    const ended = once(socket, 'end');
    expect((await read(sent.length)).equals(sent)).toBe(true);
    await ended;
  });

  it('shows a client that the service is not there', async () => {
    const { proxy, service } = await proxied();
    service.server.close();
    const { socket } = client(proxy);
    await closed(socket);
    expect(socket.bytesRead).toBe(0);
  });
});

describe('an unresponsive service', () => {
  it('takes everything and never answers, on open connections too; afterwards it goes on where it was', async () => {
    const { proxy, service } = await proxied();
    const { socket, read, got } = client(proxy);
    socket.write('before');
    await read(6);
    await hold(proxy, { kind: 'unresponsive', variant: 'silent' });
    socket.write('under');
    while (service.received() < 11) await brief(5);
    await brief(50);
    expect(got().toString()).toBe('before');
    await release(proxy);
    expect((await read(11)).toString()).toBe('beforeunder');
  });

  it('as a black hole hears nothing either', async () => {
    const { proxy, service } = await proxied();
    const { socket, read } = client(proxy);
    await hold(proxy, { kind: 'unresponsive', variant: 'blackhole' });
    socket.write('hello');
    await brief(100);
    expect(service.received()).toBe(0);
    await release(proxy);
    expect((await read(5)).toString()).toBe('hello');
  });

  it('answers late by its latency, and at once when the fault ends', async () => {
    const { proxy } = await proxied();
    const { socket, read } = client(proxy);
    await hold(proxy, { kind: 'unresponsive', variant: 'slow', latencyMs: 300, jitterMs: 0 });
    const beganAt = performance.now();
    socket.write('late');
    await read(4);
    expect(performance.now() - beganAt).toBeGreaterThanOrEqual(295);
    await hold(proxy, { kind: 'unresponsive', variant: 'slow', latencyMs: 3_000_000, jitterMs: 0 });
    await release(proxy);
    await ask(proxy, 'PUT', 'other', {
      kind: 'unresponsive',
      variant: 'slow',
      latencyMs: 3_000_000,
      leaseMs: 300,
    });
    socket.write('lease');
    expect((await read(9)).toString()).toBe('latelease');
  });

  it('resets connections, those that were open before as well', async () => {
    const { proxy } = await proxied();
    const { socket, read } = client(proxy);
    socket.write('x');
    await read(1);
    const failed = closed(socket);
    await hold(proxy, { kind: 'unresponsive', variant: 'resets', afterMs: 0 });
    await failed;
    await release(proxy);
    const next = client(proxy);
    next.socket.write('y');
    expect((await next.read(1)).toString()).toBe('y');
  });

  it('flips bytes of answers and never the number of them', async () => {
    const { proxy } = await proxied();
    const { socket, read } = client(proxy);
    await hold(proxy, { kind: 'unresponsive', variant: 'corrupt', byteShare: 0.5 });
    socket.write(Buffer.alloc(100));
    // Every draw is 0.3: below 0.5, so each byte is flipped.
    expect([...(await read(100))].every((byte) => byte !== 0)).toBe(true);
  });

  it('answers no faster than its bandwidth', async () => {
    const { proxy } = await proxied();
    const { socket, read } = client(proxy);
    await hold(proxy, { kind: 'unresponsive', variant: 'bandwidth', bytesPerSecond: 1_000 });
    const beganAt = performance.now();
    socket.write(Buffer.alloc(500));
    await read(500);
    // The last piece need not be waited for: 400 bytes take 400 ms.
    expect(performance.now() - beganAt).toBeGreaterThanOrEqual(395);
  });

  it('passes the end on late', async () => {
    const { proxy } = await proxied();
    const { socket } = client(proxy);
    await once(socket, 'connect');
    await hold(proxy, { kind: 'unresponsive', variant: 'slow_close', delayMs: 200 });
    const beganAt = performance.now();
    socket.resume().end();
    await once(socket, 'end');
    expect(performance.now() - beganAt).toBeGreaterThanOrEqual(395);
  });

  it('is so on a share of the connections only', async () => {
    const { proxy } = await proxied([0.2, 0.7]);
    const [first, second] = [client(proxy), client(proxy)];
    await once(first.socket, 'connect');
    await hold(proxy, { kind: 'unresponsive', variant: 'blackhole', connectionShare: 0.5 });
    const answered = Promise.race([first.read(1), second.read(1)]);
    first.socket.write('1');
    second.socket.write('2');
    await answered;
    await brief(50);
    expect(first.got().length + second.got().length).toBe(1);
  });
});

describe('a dependency that is down', () => {
  it('refuses connections, ends those that are open, and takes new ones afterwards', async () => {
    const { proxy } = await proxied();
    const open = client(proxy);
    open.socket.write('x');
    await open.read(1);
    const ended = closed(open.socket);
    await hold(proxy, { kind: 'dependency_down' });
    await ended;
    const [error] = (await once(connect(proxy.addresses.echo!), 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    await release(proxy);
    for (;;) {
      const { socket, read } = client(proxy);
      socket.write('again');
      const answer = await Promise.race([read(5), closed(socket)]);
      if (Buffer.isBuffer(answer)) break;
    }
  });
});

describe('a lease', () => {
  it('that is not renewed ends the fault, also when nobody looks', async () => {
    const { proxy } = await proxied();
    const { socket, read } = client(proxy);
    await hold(proxy, { kind: 'unresponsive', variant: 'silent' }, 150);
    socket.write('held');
    expect((await read(4)).toString()).toBe('held');
    expect(await ask(proxy, 'GET')).toEqual({ status: 200, body: { faults: [] } });
    expect((await hold(proxy, { kind: 'unresponsive', variant: 'silent' })).status).toBe(409);
  });

  it('is refused for what a proxy cannot carry, by name', async () => {
    const { proxy } = await proxied();
    expect(await hold(proxy, { kind: 'arrivals', factor: 2 })).toMatchObject({
      status: 400,
      body: { message: 'fault: a fault proxy carries `unresponsive` and `dependency_down`' },
    });
    expect(await hold(proxy, { kind: 'dependency_down' }, 60_000)).toMatchObject({ status: 400 });
    expect((await fetch(`${proxy.faultUrls.echo}s/faults`)).status).toBe(404);
  });
});
