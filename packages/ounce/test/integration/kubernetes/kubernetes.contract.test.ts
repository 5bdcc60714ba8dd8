import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { kubernetesPlatform } from '../../../src/connectors/kubernetes/index.ts';
import { type PlatformHarness, platformContract } from '../../../src/ports/platform.contract.ts';
import { serveApi } from './api-server.ts';
import { Cluster } from './cluster.ts';
import { unknownFields } from './known-fields.ts';

const clock = systemClock();
const ref = { service: 'consumer', region: 'eu-1' };
const { signal } = new AbortController();
let violations: readonly string[] = [];
afterEach(() => expect(violations).toEqual([]));

async function make(
  kind: 'Deployment' | 'StatefulSet',
  isAutoscaled: boolean,
  watch = false,
): Promise<PlatformHarness> {
  const cluster = new Cluster({ nowMs: () => Date.now(), startMs: 20 });
  cluster.run('consumer', 1, kind === 'Deployment' ? 'deployments' : 'statefulsets');
  cluster.run('other', 2);
  if (isAutoscaled) cluster.autoscale('consumer', 'consumer', 1, 10);
  const api = await serveApi(cluster);
  violations = api.violations;
  const controllers = setInterval(() => cluster.step(), 10);
  const open = () =>
    kubernetesPlatform({
      clock,
      region: 'eu-1',
      watch,
      access: { server: api.url },
      services: {
        consumer: { kind, name: 'consumer', namespace: 'shop', port: 8080 },
        other: { kind: 'Deployment', name: 'other', namespace: 'shop' },
      },
    });
  let platform = open();
  return {
    platform,
    ref,
    unknown: { service: 'nobody', region: 'eu-1' },
    async until(is) {
      const giveUpMs = clock.monotonicMs() + 10_000;
      for (;;) {
        const status = await platform.status(ref, signal);
        if (is(status)) return status;
        if (clock.monotonicMs() > giveUpMs) throw new Error(`it stays ${JSON.stringify(status)}`);
        await clock.sleep(10);
      }
    },
    crash: async (id) => cluster.crash(id),
    async reopen() {
      await platform.close({ stop: false });
      platform = open();
      return platform;
    },
    async close() {
      clearInterval(controllers);
      await platform.close({ stop: true });
      await api.close();
    },
  };
}

describe('Kubernetes, a Deployment', () => platformContract(() => make('Deployment', false)));
describe('Kubernetes, a Deployment, watched', () => platformContract(() => make('Deployment', false, true)));
describe('Kubernetes, a StatefulSet', () => platformContract(() => make('StatefulSet', false)));
describe('Kubernetes, a Deployment with a HorizontalPodAutoscaler', () =>
  platformContract(() => make('Deployment', true), {
    scaleToNone: 'the autoscaler’s own floor is kept',
  }));

test('the stand-in refuses what the published API does not have', async () => {
  expect(unknownFields('HorizontalPodAutoscaler', { spec: { minReplica: 3 } })).toEqual([
    'HorizontalPodAutoscaler.spec.minReplica: there is no such field',
  ]);
  expect(unknownFields('Eviction', { metadata: { labels: { any: 'thing' } } })).toEqual([]);
});
