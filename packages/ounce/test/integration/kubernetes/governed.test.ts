import { controls, defaultGuardRails, type GuardRails } from '@ounce/core';
import { afterEach, expect, test } from 'vitest';
import { kubernetesPlatform } from '../../../src/connectors/kubernetes/index.ts';
import { createMemoryJournal } from '../../../src/connectors/memory-journal/index.ts';
import { Governor, type ServiceSpec } from '../../../src/governor/index.ts';
import { openLedger } from '../../../src/ledger/index.ts';
import type { Clock, MetricSource } from '../../../src/ports/index.ts';
import { type ApiServer, refusal, serveApi } from './api-server.ts';
import { Cluster, isReady } from './cluster.ts';

const ref = { service: 'consumer', region: 'eu-1' };
const { signal } = new AbortController();
const perReplica = 10;
const closing: (() => Promise<unknown>)[] = [];
let api: ApiServer;
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  expect(api.violations).toEqual([]);
});

/** Time moves when the test says so; whoever waits with a limit waits for the real answer instead. */
class HandClock implements Clock {
  atMs = 1_800_000_000_000;
  nowMs = () => this.atMs;
  monotonicMs = () => this.atMs;
  sleep = (_: number, stop?: AbortSignal) =>
    new Promise<void>((_, reject) =>
      stop?.addEventListener('abort', () => reject(stop.reason), { once: true }),
    );
}

const predictive = controls.find(({ id }) => id === 'predictive-scaling')!;
const rails: GuardRails = { ...defaultGuardRails, floor: 2, ceiling: 30 };
const spec: ServiceSpec = {
  ...ref,
  onPlatform: true,
  detections: [],
  metrics: (['queueDepth', 'arrivalRate', 'serviceRate'] as const).map((one) => ({
    ...{ signal: one, query: one, source: 'world', intervalMs: 5_000 },
  })),
  controls: [
    {
      ...{ control: predictive, mode: 'enforced', gradualShare: 1, rails },
      settings: Object.fromEntries(
        Object.entries(predictive.settings).map(([name, one]) => [name, one.default]),
      ),
    },
  ],
};

/** A queue in front of a Deployment whose pods take 20 s to start; `arrivals` a second, at second t. */
async function start(arrivals: (second: number) => number, autoscaler?: { own: number; most: number }) {
  const clock = new HandClock();
  const cluster = new Cluster({ nowMs: clock.nowMs, startMs: 20_000 });
  cluster.run('consumer', 4);
  if (autoscaler) cluster.autoscale('consumer', 'consumer', autoscaler.own, autoscaler.most);
  api = await serveApi(cluster);
  const now = { depth: 0, arrivals: 0, served: 0 };
  const values: Record<string, () => number> = {
    queueDepth: () => now.depth,
    arrivalRate: () => now.arrivals,
    serviceRate: () => now.served,
  };
  const source: MetricSource = {
    read: async (requests) =>
      requests.map(({ id, query }) => ({ id, kind: 'value', atMs: clock.atMs, value: values[query]!() })),
    checkQuery: () => {},
    ping: async () => {},
    close: async () => {},
  };
  const journal = createMemoryJournal();
  const ledger = await openLedger({ journal, readModelPath: ':memory:', clock });
  const platform = kubernetesPlatform({
    // What it would wait for within a request passes at once.
    ...{ clock: { ...clock, sleep: async () => {} }, region: 'eu-1', access: { server: api.url } },
    services: { consumer: { kind: 'Deployment', name: 'consumer', namespace: 'shop' } },
  });
  const governor = new Governor({ clock, ledger, platform, sources: { world: source }, services: [spec] });
  closing.push(
    api.close,
    () => platform.close({ stop: false }),
    () => ledger.close(),
  );
  const deployment = () => cluster.get('deployments', 'consumer');
  const seen: { second: number; depth: number; replicas: number; ready: number }[] = [];
  let second = 0;
  return {
    ...{ cluster, seen, deployment, journal },
    hpa: () => cluster.get('horizontalpodautoscalers', 'consumer'),
    async runTo(until: number) {
      for (; second < until; second++) {
        clock.atMs += 1_000;
        cluster.step();
        const ready = cluster.podsOf('consumer').filter(isReady).length;
        now.arrivals = arrivals(second);
        now.served = Math.min(now.depth + now.arrivals, ready * perReplica);
        now.depth += now.arrivals - now.served;
        await governor.tick(signal);
        seen.push({ second, depth: now.depth, replicas: deployment().spec.replicas, ready });
      }
    },
    events: async () => {
      const kinds: string[] = [];
      for await (const { kind } of journal.read(0)) kinds.push(kind);
      return kinds;
    },
  };
}

/** 30 a second for four replicas of 10; from 120 s on three times as much. */
const surge = (second: number) => (second < 120 ? 30 : 90);

test('a surge is met through the scale subresource, and the backlog worked off', async () => {
  const world = await start(surge);
  await world.runTo(600);
  const peak = Math.max(...world.seen.map(({ depth }) => depth));
  expect(peak).toBeGreaterThan(0);
  expect(world.seen.at(-1)).toMatchObject({ depth: 0 });
  expect(world.deployment().spec.replicas).toBeGreaterThanOrEqual(9);
  expect(await world.events()).toContain('action.taken');
  expect(await world.events()).not.toContain('action.failed');
});

test('a surge is met through an autoscaler’s floor, within its owner’s bounds', async () => {
  const world = await start(surge, { own: 3, most: 14 });
  await world.runTo(600);
  expect(world.hpa().spec.minReplicas).toBeGreaterThanOrEqual(9);
  expect(world.hpa().metadata.annotations['ounce.dev/own-min-replicas']).toBe('3');
  expect(world.seen.every(({ replicas }) => replicas >= 3 && replicas <= 14)).toBe(true);
  expect(world.seen.at(-1)).toMatchObject({ depth: 0 });
  expect(await world.events()).not.toContain('action.failed');
});

test('more than the autoscaler’s ceiling is not asked for, and the journal says who holds it back', async () => {
  const world = await start((second) => (second < 120 ? 30 : 300), { own: 3, most: 6 });
  await world.runTo(300);
  expect(world.hpa().spec.minReplicas).toBe(6);
  const whys: string[] = [];
  for await (const event of world.journal.read(0))
    if (event.kind === 'action.held') whys.push(event.data.why);
  expect(
    whys.some((why) => /ceiling is 6 replicas.*as HorizontalPodAutoscaler consumer says/.test(why)),
  ).toBe(true);
  expect(await world.events()).not.toContain('action.failed');
});

test('with conflicts, rate limits, expired lists and broken pages at every turn, it only takes a little longer', async () => {
  const world = await start(surge);
  let turn = 0;
  const setbacks = [
    refusal(409, 'Conflict', 'the object has been modified'),
    { ...refusal(429, 'TooManyRequests', 'slow down'), headers: { 'retry-after': '30' } },
    refusal(410, 'Expired', 'too old'),
    refusal(500, 'InternalError', 'broken'),
  ];
  api.faults.push(() => (++turn % 7 === 0 ? setbacks[(turn / 7) % setbacks.length] : undefined));
  await world.runTo(900);
  expect(world.seen.at(-1)).toMatchObject({ depth: 0 });
  expect(world.deployment().spec.replicas).toBeGreaterThanOrEqual(9);
});

test('while the API server is away nothing is ordered; afterwards all goes on', async () => {
  const world = await start((second) => (second < 400 ? 90 : 20));
  await world.runTo(400);
  const before = world.deployment().spec.replicas;
  let isAway = true;
  api.faults.push(() => (isAway ? refusal(503, 'ServiceUnavailable', 'away') : undefined));
  const asked = api.requests.length;
  await world.runTo(700);
  expect(world.deployment().spec.replicas).toBe(before);
  expect(api.requests.slice(asked).every(({ method }) => method === 'GET')).toBe(true);
  isAway = false;
  await world.runTo(1_900);
  expect(world.deployment().spec.replicas).toBeLessThan(before);
});
