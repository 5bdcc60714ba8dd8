import { request } from 'node:https';
import { credentials, makeGenericClientConstructor } from '@grpc/grpc-js';
import type { ServiceRef } from '@ounce/core';
import { afterEach, describe, expect } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { externalMetricsPlatform } from '../../../src/connectors/external-metrics/index.ts';
import { kedaPlatform } from '../../../src/connectors/keda/index.ts';
import { externalScalerService } from '../../../src/connectors/keda/service-definition.ts';
import { kubernetesPlatform } from '../../../src/connectors/kubernetes/index.ts';
import { FreePorts } from '../../../src/connectors/processes/free-port.ts';
import type { Platform } from '../../../src/ports/index.ts';
import { type PlatformHarness, platformContract } from '../../../src/ports/platform.contract.ts';
import { serveApi } from './api-server.ts';
import { authority } from './certificates.ts';
import { Cluster } from './cluster.ts';

const clock = systemClock();
const ref = { service: 'consumer', region: 'eu-1', namespace: 'shop' };
const { signal } = new AbortController();
const ports = new FreePorts(new Set());
let violations: readonly string[] = [];
let writes: () => number = () => 0;
afterEach(() => {
  expect(violations).toEqual([]);
  // Whoever is told scales; Ounce itself changes nothing.
  expect(writes()).toBe(0);
});

interface Teller {
  readonly platform: Platform;
  /** What the autoscaler reads; undefined: no answer, and it leaves the replicas as they are. */
  ask(): Promise<number | undefined>;
  close(): Promise<void>;
}
type Tell = (cluster: Platform, services: readonly (ServiceRef & { namespace: string })[]) => Promise<Teller>;

const throughKeda: Tell = async (cluster, services) => {
  const address = `127.0.0.1:${await ports.take()}`;
  const platform = await kedaPlatform({ address, region: 'eu-1', cluster, services });
  const client = new (makeGenericClientConstructor(externalScalerService, 'ExternalScaler'))(
    address,
    credentials.createInsecure(),
  );
  const scaledObjectRef = { name: 'consumer', namespace: 'shop', scalerMetadata: { service: 'consumer' } };
  type Answer = { readonly metricValues: readonly { readonly metricValueFloat: number }[] };
  return {
    platform,
    ask: () =>
      new Promise((resolve) => {
        client.GetMetrics!({ scaledObjectRef, metricName: 'x' }, (error: unknown, answer: Answer) =>
          resolve(error ? undefined : answer.metricValues[0]!.metricValueFloat),
        );
      }),
    async close() {
      client.close();
      await platform.close({ stop: false });
    },
  };
};

const ca = authority('told');
const [serving, proxy] = [ca.issue('ounce'), ca.issue('front-proxy-client')];
ca.remove();

const throughExternalMetrics: Tell = async (cluster, services) => {
  const platform = await externalMetricsPlatform({
    ...{ host: '127.0.0.1', port: 0, allowedNames: [], nowMs: clock.nowMs, cluster, services },
    tls: { ...serving, clientCa: ca.cert },
  });
  const path =
    '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/ounce-replicas?labelSelector=service%3Dconsumer';
  return {
    platform,
    ask: () =>
      new Promise((resolve) => {
        const options = { host: '127.0.0.1', port: platform.port, path, ca: ca.cert, agent: false, ...proxy };
        const sent = request(options, async (response) => {
          let text = '';
          for await (const part of response) text += part;
          const value = JSON.parse(text).items[0]?.value;
          resolve(value === undefined ? undefined : Number(value));
        });
        sent.on('error', () => resolve(undefined));
        sent.end();
      }),
    close: () => platform.close({ stop: false }),
  };
};

/** A cluster whose autoscaler asks Ounce over the real protocol, again and again. */
async function make(tell: Tell): Promise<PlatformHarness> {
  const cluster = new Cluster({ nowMs: () => Date.now(), startMs: 0 });
  cluster.run('consumer', 1);
  const api = await serveApi(cluster);
  violations = api.violations;
  writes = () =>
    api.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/eviction')).length;
  const kubernetes = kubernetesPlatform({
    ...{ clock, region: 'eu-1', access: { server: api.url } },
    services: { consumer: { kind: 'Deployment', name: 'consumer', namespace: 'shop' } },
  });
  let teller = await tell(kubernetes, [ref]);
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const wanted = await teller.ask();
      if (wanted !== undefined && wanted !== cluster.get('deployments', 'consumer').spec.replicas)
        cluster.run('consumer', wanted);
      cluster.step();
      await clock.sleep(10);
    }
  })();
  return {
    platform: {
      status: (...of) => teller.platform.status(...of),
      scale: (...of) => teller.platform.scale(...of),
      restart: (...of) => teller.platform.restart(...of),
      close: (how) => teller.platform.close(how),
    },
    ref,
    unknown: { service: 'nobody', region: 'eu-1' },
    async until(is) {
      const giveUpMs = clock.monotonicMs() + 10_000;
      for (;;) {
        const status = await teller.platform.status(ref, signal);
        if (is(status)) return status;
        if (clock.monotonicMs() > giveUpMs) throw new Error(`it stays ${JSON.stringify(status)}`);
        await clock.sleep(10);
      }
    },
    crash: async (id) => cluster.crash(id),
    async reopen() {
      await teller.close();
      teller = await tell(kubernetes, [ref]);
      return teller.platform;
    },
    async close() {
      isOver = true;
      await asking;
      await teller.close();
      await kubernetes.close({ stop: true });
      await api.close();
    },
  };
}

describe('KEDA, which asks over gRPC', () => platformContract(() => make(throughKeda)));
describe('a HorizontalPodAutoscaler that asks the External Metrics API', () =>
  platformContract(() => make(throughExternalMetrics), {
    scaleToNone: 'a HorizontalPodAutoscaler keeps one replica',
  }));
