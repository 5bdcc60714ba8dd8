import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, ready, type ServiceProcess, startService } from '../process.ts';

interface Accounting {
  readonly sent: number;
  readonly accepted: number;
  readonly inFlight: number;
}

describe('the traffic generator under fault leases, with a gateway that says yes', () => {
  let gateway: Server;
  let traffic: ServiceProcess;
  const ids = new Set<string>();

  beforeAll(async () => {
    gateway = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        if (request.method === 'POST') ids.add(JSON.parse(body).id);
        response.writeHead(request.method === 'POST' ? 202 : 200, { 'content-type': 'application/json' });
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    const { port } = gateway.address() as { port: number };
    traffic = await startService({
      entry: 'traffic',
      env: { GATEWAY_URL: `http://127.0.0.1:${port}`, BASE_RATE: '50', AMPLITUDE: '0' },
    });
    await ready(traffic);
  });
  afterAll(async () => {
    await traffic?.kill('SIGTERM');
    gateway?.close();
  });

  const call = async (method: 'PUT' | 'DELETE', id: string, body?: unknown) => {
    const answer = await fetch(`${traffic.url}/faults/${id}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const tenfold = { kind: 'arrivals', factor: 10, leaseMs: 3000 };
  const active = () => traffic.metric('fleet_fault_active{kind="arrivals"}');
  const activeIds = async () =>
    (await traffic.get<{ faults: { id: string }[] }>('/faults')).faults.map(({ id }) => id);

  it('lets go within 5 s when nobody renews, and a late renewal does not bring the fault back', async () => {
    expect(await active()).toBe(0);
    expect((await call('PUT', 'unrenewed', tenfold)).status).toBe(200);
    expect(await active()).toBe(1);
    expect(await activeIds()).toEqual(['unrenewed']);
    await eventually('the fault gone', async () => (await active()) === 0, 5000);
    expect(await activeIds()).toEqual([]);
    expect(await call('PUT', 'unrenewed', tenfold)).toMatchObject({
      status: 409,
      body: { error: 'fault_ended', end: 'lease not renewed' },
    });
    expect(traffic.logs.find(({ event }) => event === 'fault_ended')).toMatchObject({ id: 'unrenewed' });
  });

  it('multiplies arrivals while it is active, and removing it is idempotent', async () => {
    await call('PUT', 'spike', { ...tenfold, factor: 40, endsAtMs: Date.now() + 60_000 });
    const before = await traffic.get<Accounting>('/accounting');
    // 50 a second would take ten seconds for these, longer than the lease lasts.
    await eventually(
      'the spike',
      async () => (await traffic.get<Accounting>('/accounting')).sent > before.sent + 500,
      2500,
    );
    expect((await call('DELETE', 'spike')).body).toEqual({ id: 'spike', removed: true });
    expect((await call('DELETE', 'spike')).body).toEqual({ id: 'spike', removed: false });
    expect(await active()).toBe(0);
  });

  it('names the field of a bad request', async () => {
    expect(await call('PUT', 'bad', { ...tenfold, leaseMs: 60_000 })).toMatchObject({
      status: 400,
      body: { field: 'leaseMs', message: 'leaseMs: expected a number from 100 to 5000, got 60000' },
    });
    expect(await call('PUT', 'bad', { ...tenfold, kind: 'latency' })).toMatchObject({
      status: 400,
      body: { field: 'kind' },
    });
    expect(await active()).toBe(0);
  });

  it('accounts for every message it sent, and stops with code 0', async () => {
    await eventually('nothing in flight', async () => {
      const { accepted, inFlight } = await traffic.get<Accounting>('/accounting');
      return inFlight === 0 && accepted === ids.size;
    });
    expect(await traffic.kill('SIGTERM')).toBe(0);
  });
});

describe('a service of the fleet', () => {
  it('that is set up wrongly names every bad setting and exits 2', async () => {
    const traffic = await startService({ entry: 'traffic', env: { BASE_RATE: 'fast', GATEWAY_URL: '' } });
    expect(await traffic.exited()).toBe(2);
    expect(traffic.logs.at(-1)).toMatchObject({
      event: 'bad_settings',
      faults: [
        'GATEWAY_URL: expected an http URL such as http://127.0.0.1:7104, it is not set',
        'BASE_RATE: expected a number from 0 to 10000, got "fast"',
      ],
    });
  });

  it('waits for what it needs, live but not ready, and can be stopped meanwhile', async () => {
    const consumer = await startService({
      entry: 'pubsub-consumer',
      env: { DATABASE_READY_URL: 'http://127.0.0.1:9', ACTION_HANDLER_URL: 'http://127.0.0.1:9' },
    });
    await eventually('live', async () => (await fetch(`${consumer.url}/healthz`)).status === 200);
    expect((await fetch(`${consumer.url}/readyz`)).status).toBe(503);
    await eventually('the log says why', async () => consumer.logs.some(({ event }) => event === 'waiting'));
    expect(await consumer.kill('SIGTERM')).toBe(0);
  });
});
