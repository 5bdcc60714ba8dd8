import type { ServiceStatus } from '@ounce/core';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { kubernetesPlatform } from '../../../src/connectors/kubernetes/index.ts';
import { type ApiServer, refusal, type Seen, serveApi } from './api-server.ts';
import { Cluster } from './cluster.ts';

const ref = { service: 'consumer', region: 'eu-1' };
const { signal } = new AbortController();
const closing: (() => Promise<unknown>)[] = [];
let api: ApiServer;
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  expect(api.violations).toEqual([]);
});

const real = systemClock();
const isWatch = ({ query }: Seen) => query.has('watch');
const isList = (request: Seen) => request.path.endsWith('/pods') && !isWatch(request);

async function start(ageMs = { now: 0 }) {
  const cluster = new Cluster({ nowMs: () => Date.now(), startMs: 0 });
  cluster.run('consumer', 3);
  cluster.step();
  api = await serveApi(cluster);
  const platform = kubernetesPlatform({
    ...{ clock: { ...real, nowMs: () => real.nowMs() + ageMs.now, sleep: async () => {} }, region: 'eu-1' },
    ...{ access: { server: api.url }, watch: true },
    services: { consumer: { kind: 'Deployment', name: 'consumer', namespace: 'shop' } },
  });
  closing.push(api.close, () => platform.close({ stop: false }));
  const status = (): Promise<ServiceStatus> => platform.status(ref, signal);
  await status();
  return { cluster, platform, status };
}
const count = (matches: (request: Seen) => boolean) => api.requests.filter(matches).length;

test('what changes is seen without a list', async () => {
  const { cluster, status } = await start();
  cluster.crash(cluster.podsOf('consumer')[0].metadata.name);
  await expect
    .poll(async () => (await status()).instances.filter(({ restarts }) => restarts === 1).length)
    .toBe(1);
  cluster.put('deployments', {
    ...cluster.get('deployments', 'consumer'),
    spec: { ...cluster.get('deployments', 'consumer').spec, replicas: 1 },
  });
  cluster.step();
  await expect.poll(async () => (await status()).instances.length).toBe(1);
  expect(count(isList)).toBe(1);
});

test('a watch that has expired (410) begins anew with a list, and nothing is missed', async () => {
  const { cluster, status } = await start();
  await expect.poll(() => count(isWatch)).toBe(3);
  cluster.forget();
  cluster.run('consumer', 5);
  cluster.step();
  await expect.poll(async () => (await status()).instances.length).toBe(5);
  expect(count(isList)).toBeGreaterThan(1);
});

test('a watch that breaks off goes on from where it was', async () => {
  const { cluster, status } = await start();
  await expect.poll(() => count(isWatch)).toBe(3);
  let broken = 0;
  api.faults.push((request) =>
    isWatch(request) && broken++ < 6 ? refusal(500, 'InternalError', 'broken') : undefined,
  );
  api.dropConnections();
  cluster.run('consumer', 4);
  cluster.step();
  await expect.poll(async () => (await status()).instances.length).toBe(4);
  expect(broken).toBeGreaterThanOrEqual(6);
  expect(count(isList)).toBe(1);
});

test('after an order nothing is told that was seen before it', async () => {
  const { platform, status } = await start();
  await platform.scale(ref, 7, signal);
  expect((await status()).desired).toBe(7);
});

test('a server that is silent is asked anew, and while it does not answer the replicas are unknown', async () => {
  const ageMs = { now: 0 };
  const { status } = await start(ageMs);
  await expect.poll(() => count(isWatch)).toBe(3);
  api.faults.push(() => refusal(500, 'InternalError', 'away'));
  ageMs.now = 13_000;
  await expect(status()).rejects.toMatchObject({ code: 'OUNCE_E_PLATFORM', retry: true });
  api.faults.length = 0;
  expect((await status()).instances).toHaveLength(3);
});
