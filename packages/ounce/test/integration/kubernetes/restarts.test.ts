import { controls, defaultGuardRails, type JournalEvent } from '@ounce/core';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { kubernetesPlatform } from '../../../src/connectors/kubernetes/index.ts';
import { createMemoryJournal } from '../../../src/connectors/memory-journal/index.ts';
import { Governor } from '../../../src/governor/index.ts';
import { openLedger } from '../../../src/ledger/index.ts';
import type { HealthProbe } from '../../../src/ports/index.ts';
import { type ApiServer, serveApi } from './api-server.ts';
import { Cluster } from './cluster.ts';

const ref = { service: 'consumer', region: 'eu-1' };
const clock = systemClock();
const closing: (() => unknown)[] = [];
let api: ApiServer;
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  expect(api.violations).toEqual([]);
});

const health = controls.find(({ id }) => id === 'service-health')!;
const defaults = Object.fromEntries(
  Object.entries(health.settings as Record<string, { default: number }>).map(([name, one]) => [
    name,
    one.default,
  ]),
);

/** Four pods and a governor that probes them; those in `hung` answer nobody, as long as they are the same pods. */
async function start(budget: number) {
  const cluster = new Cluster({ nowMs: () => Date.now(), startMs: 0 });
  cluster.run('consumer', 4);
  cluster.step();
  cluster.budgets.set('consumer', budget);
  api = await serveApi(cluster);
  const hung = new Set<string>();
  const probe: HealthProbe = {
    probe: async ({ instance }) =>
      hung.has(instance) ? { kind: 'down', why: 'no answer within 1 s', unresponsive: true } : { kind: 'up' },
    close: async () => {},
  };
  const journal = createMemoryJournal();
  const ledger = await openLedger({ journal, readModelPath: ':memory:', clock });
  const platform = kubernetesPlatform({
    ...{ clock, region: 'eu-1', access: { server: api.url } },
    services: { consumer: { kind: 'Deployment', name: 'consumer', namespace: 'shop', port: 8080 } },
  });
  const governor = new Governor({
    ...{ clock, ledger, platform, probe, sources: {}, tickMs: 200 },
    services: [
      {
        ...{ ...ref, onPlatform: true, detections: [], metrics: [] },
        health: { check: { kind: 'tcp' }, intervalMs: 1_000, timeoutMs: 500, dependsOn: [] },
        controls: [
          {
            ...{ control: health, mode: 'enforced', gradualShare: 1 },
            settings: { ...defaults, failuresBeforeRestart: 2 },
            rails: { ...defaultGuardRails },
          },
        ],
      },
    ],
  });
  const controllers = setInterval(() => cluster.step(), 20);
  governor.start();
  closing.push(
    () => ledger.close(),
    api.close,
    () => platform.close({ stop: false }),
    () => clearInterval(controllers),
    () => governor.stop(),
  );
  const allUp = () => governor.view(ref)?.health?.instances.filter(({ last }) => last?.kind === 'up').length;
  await expect.poll(allUp, { timeout: 15_000 }).toBe(4);
  const events = async () => {
    const all: JournalEvent[] = [];
    for await (const event of journal.read(0)) all.push(event);
    return all;
  };
  return { cluster, hung, events };
}

test('a pod that answers nobody is evicted after its failed probes, and replaced', async () => {
  const { cluster, hung, events } = await start(3);
  const { name } = cluster.podsOf('consumer')[0].metadata;
  hung.add(name);
  await expect.poll(() => cluster.get('pods', name), { timeout: 20_000 }).toBeUndefined();
  await expect.poll(() => cluster.podsOf('consumer').length).toBe(4);
  const [evicted] = api.requests.filter(({ method }) => method === 'POST');
  expect(evicted!.body.deleteOptions.gracePeriodSeconds).toBe(1);
  // The pod that took its place has another name; that it is up ends the recovery.
  const recovered = async () => (await events()).find(({ kind }) => kind === 'instance.recovered')?.data;
  await expect
    .poll(recovered, { timeout: 20_000 })
    .toMatchObject({ instance: name, detectMs: expect.any(Number), recoverMs: expect.any(Number) });
  const taken = (await events()).filter(({ kind }) => kind === 'action.taken');
  expect(taken[0]?.data).toMatchObject({ action: { kind: 'restart', instance: name, unresponsive: true } });
});

test('a PodDisruptionBudget holds it back, the journal says so, and it is done when the budget allows it', async () => {
  const { cluster, hung, events } = await start(4);
  const { name } = cluster.podsOf('consumer')[0].metadata;
  hung.add(name);
  const held = async () => (await events()).find((event) => event.kind === 'action.held');
  await expect.poll(held, { timeout: 20_000 }).toMatchObject({
    data: { because: 'platform', why: expect.stringMatching(/^held back by a PodDisruptionBudget: /) },
  });
  expect(cluster.get('pods', name)).toBeDefined();
  cluster.budgets.set('consumer', 3);
  await expect.poll(() => cluster.get('pods', name), { timeout: 30_000 }).toBeUndefined();
  const tried = (await events()).filter(({ kind }) => kind.startsWith('action.'));
  expect(tried.map(({ kind }) => kind)).toEqual(['action.taken', 'action.held', 'action.taken']);
}, 60_000);
