import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { kubernetesPlatform } from '../../../src/connectors/kubernetes/index.ts';
import { type ApiServer, serveApi } from './api-server.ts';
import { Cluster } from './cluster.ts';

const clock = systemClock();
const ref = { service: 'consumer', region: 'eu-1' };
const { signal } = new AbortController();
let api: ApiServer;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  expect(api.violations).toEqual([]);
});

async function start(own: number, most: number, replicas = own, more?: object) {
  const cluster = new Cluster({ nowMs: () => Date.now(), startMs: 0 });
  cluster.run('consumer', replicas);
  cluster.autoscale('consumer-hpa', 'consumer', own, most, more);
  cluster.step();
  api = await serveApi(cluster);
  const services = { consumer: { kind: 'Deployment', name: 'consumer', namespace: 'shop' } } as const;
  const platform = kubernetesPlatform({ clock, region: 'eu-1', access: { server: api.url }, services });
  closing.push(api.close, () => platform.close({ stop: false }));
  const hpa = () => cluster.get('horizontalpodautoscalers', 'consumer-hpa');
  const replicasNow = () => cluster.get('deployments', 'consumer').spec.replicas;
  return { cluster, platform, hpa, replicasNow };
}

describe('a workload that an autoscaler scales as well', () => {
  test('gets its floor raised, at once, and the owner’s floor is remembered on the autoscaler', async () => {
    const { platform, hpa, replicasNow } = await start(2, 10);
    await platform.scale(ref, 6, signal);
    expect(hpa().spec.minReplicas).toBe(6);
    expect(hpa().metadata.annotations).toEqual({
      'ounce.dev/own-min-replicas': '2',
      'ounce.dev/set-min-replicas': '6',
    });
    expect(replicasNow()).toBe(6);
  });

  test('gets its owner’s floor back when less is wanted, and nothing of Ounce stays on it', async () => {
    const { cluster, platform, hpa, replicasNow } = await start(2, 10);
    await platform.scale(ref, 6, signal);
    await platform.scale(ref, 1, signal);
    expect(hpa().spec.minReplicas).toBe(2);
    expect(hpa().metadata.annotations ?? {}).toEqual({});
    // The way down is the autoscaler's own.
    expect(replicasNow()).toBe(6);
    cluster.step();
    expect(replicasNow()).toBe(2);
  });

  test('goes on being scaled by it above the floor, and that is not ours to take away', async () => {
    const { cluster, platform, replicasNow } = await start(2, 10);
    await platform.scale(ref, 4, signal);
    cluster.autoscalerWants.set('consumer-hpa', 8);
    cluster.step();
    expect(replicasNow()).toBe(8);
    const status = await platform.status(ref, signal);
    expect(status).toMatchObject({ desired: 8, limits: { least: 8, most: 10 } });
  });

  test('never gets more than its owner allows, and who asked for more is told', async () => {
    const { platform, hpa, replicasNow } = await start(2, 10);
    await expect(platform.scale(ref, 14, signal)).rejects.toMatchObject({
      retry: false,
      message: expect.stringContaining('10 of the 14 replicas wanted'),
      mend: expect.stringContaining('Raise maxReplicas of consumer-hpa'),
    });
    expect([hpa().spec.minReplicas, replicasNow()]).toEqual([10, 10]);
  });

  test('a person who changes the floor meanwhile is its owner', async () => {
    const { cluster, platform, hpa } = await start(2, 10);
    await platform.scale(ref, 6, signal);
    cluster.put('horizontalpodautoscalers', { ...hpa(), spec: { ...hpa().spec, minReplicas: 4 } });
    await platform.scale(ref, 7, signal);
    expect(hpa().metadata.annotations['ounce.dev/own-min-replicas']).toBe('4');
    await platform.scale(ref, 1, signal);
    expect(hpa().spec.minReplicas).toBe(4);
  });

  test('a person who changes it between reading and writing wins, and the order is decided anew', async () => {
    const { cluster, platform, hpa } = await start(2, 10);
    let isFirst = true;
    api.faults.push(({ method, path }) => {
      if (method === 'PATCH' && path.includes('autoscalers') && isFirst) {
        isFirst = false;
        cluster.put('horizontalpodautoscalers', {
          ...hpa(),
          spec: { ...hpa().spec, minReplicas: 3, maxReplicas: 5 },
        });
      }
      return undefined;
    });
    await expect(platform.scale(ref, 4, signal)).resolves.toBeUndefined();
    expect(hpa().spec.minReplicas).toBe(4);
    expect(hpa().metadata.annotations['ounce.dev/own-min-replicas']).toBe('3');
  });

  test('a scale-out by the autoscaler in between is not undone', async () => {
    const { cluster, platform, replicasNow } = await start(2, 10);
    let isFirst = true;
    api.faults.push(({ method, path }) => {
      if (method === 'PATCH' && path.endsWith('/scale') && isFirst) {
        isFirst = false;
        cluster.autoscalerWants.set('consumer-hpa', 9);
        cluster.step();
      }
      return undefined;
    });
    await platform.scale(ref, 4, signal);
    expect(replicasNow()).toBe(9);
  });

  test('one of KEDA’s is left alone: it would be written anew', async () => {
    const ownerReferences = [
      { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'consumer', uid: 'a' },
    ];
    const { platform, hpa } = await start(2, 10, 2, { ownerReferences });
    await expect(platform.scale(ref, 6, signal)).rejects.toMatchObject({
      mend: expect.stringContaining("'keda'"),
    });
    expect(hpa().spec.minReplicas).toBe(2);
  });
});

test('never below the owner’s floor, never above the owner’s ceiling, whatever is ordered and whatever the metrics say', async () => {
  const { cluster, platform, hpa, replicasNow } = await start(3, 12);
  const orders = fc.array(fc.record({ replicas: fc.nat(30), metrics: fc.nat(30), rounds: fc.nat(2) }), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(orders, async (all) => {
      for (const { replicas, metrics, rounds } of all) {
        cluster.autoscalerWants.set('consumer-hpa', metrics);
        await platform.scale(ref, replicas, signal).catch(() => {});
        expect(hpa().spec.minReplicas).toBe(Math.min(12, Math.max(3, replicas)));
        expect(hpa().spec.maxReplicas).toBe(12);
        for (let round = 0; round < rounds; round++) cluster.step();
        // No fewer than were asked for, no fewer than the metrics ask for, all within the owner's bounds.
        expect(replicasNow()).toBeGreaterThanOrEqual(
          Math.min(12, Math.max(3, replicas, rounds > 0 ? metrics : 0)),
        );
        expect(replicasNow()).toBeLessThanOrEqual(12);
      }
      await platform.scale(ref, 0, signal);
      expect(hpa().spec.minReplicas).toBe(3);
      expect(hpa().metadata.annotations ?? {}).toEqual({});
    }),
    { numRuns: 60 },
  );
});
