import { type ServiceRef, type ServiceStatus, serviceKey } from '@ounce/core';
import type { Platform } from '../../ports/index.ts';
import { kubernetesClient } from './client.ts';
import { floorOf } from './floor.ts';
import { listingReader, watchingReader } from './namespace-reader.ts';
import { byNamespace, type KubernetesOptions, type KubernetesWorkload } from './options.ts';
import { instanceOf } from './pods.ts';
import { wrongOrder } from './refusal.ts';
import { evict, rolloutRestart } from './restart.ts';
import { scaleWorkload } from './scale.ts';
import { NamespaceSight, type Seen } from './sight.ts';

export type { KubernetesAccess } from './access.ts';
export { applyManifest, type Manifest } from './apply.ts';
export { type AccessChoice, findAccess } from './credentials.ts';
export { examineCluster } from './examine.ts';
export { readFrontProxy } from './front-proxy.ts';
export type { KubernetesWorkload } from './options.ts';

/** Runs services as Deployments and StatefulSets of one cluster. */
export function kubernetesPlatform(options: KubernetesOptions): Platform {
  const { clock, region, access, services, timeoutMs = 5_000 } = options;
  const client = kubernetesClient({ access, clock, timeoutMs });
  const sights = new Map<string, NamespaceSight>();
  const readerOf = options.watch ? watchingReader : listingReader;
  for (const [namespace, ofIt] of byNamespace(services))
    sights.set(
      namespace,
      new NamespaceSight(readerOf({ client, clock, namespace, services: ofIt }), 2 * timeoutMs),
    );

  const find = (ref: ServiceRef, signal: AbortSignal): KubernetesWorkload => {
    signal.throwIfAborted();
    const workload = ref.region === region ? services[ref.service] : undefined;
    if (workload) return workload;
    throw wrongOrder(`${serviceKey(ref)} is not run by Kubernetes in ${region}.`);
  };
  const see = (workload: KubernetesWorkload, signal: AbortSignal) =>
    sights.get(workload.namespace)!.of(workload, signal);
  /** Whatever becomes of an order, what was seen before it is old. */
  const order = (workload: KubernetesWorkload, carryOut: () => Promise<void>) =>
    carryOut().finally(() => sights.get(workload.namespace)!.ordered());

  return {
    async status(ref, signal): Promise<ServiceStatus> {
      const workload = find(ref, signal);
      const seen = await see(workload, signal);
      return statusOfSeen(seen, clock.nowMs(), workload.port);
    },
    async scale(ref, replicas, signal) {
      const workload = find(ref, signal);
      if (!Number.isSafeInteger(replicas) || replicas < 0)
        throw wrongOrder(
          `${serviceKey(ref)} cannot have ${replicas} replicas; it takes a whole number from 0.`,
        );
      await order(workload, () => scaleWorkload(client, workload, replicas, signal));
    },
    async restart(ref, instanceId, signal, how) {
      const workload = find(ref, signal);
      const { pods } = await see(workload, signal);
      const pod = pods.find(({ metadata }) => metadata.name === instanceId);
      if (!pod) throw wrongOrder(`${serviceKey(ref)} has no instance ${instanceId}.`);
      await order(workload, () =>
        workload.restart === 'rollout'
          ? rolloutRestart(client, workload, clock.nowMs(), signal)
          : evict(client, workload.namespace, pod, how?.unresponsive ?? false, signal),
      );
    },
    // Workloads belong to the cluster: nothing here was started by us.
    async close() {
      for (const sight of sights.values()) sight.close();
      client.close();
    },
  };
}

function statusOfSeen(seen: Seen, nowMs: number, port?: number): ServiceStatus {
  const { workload, pods, autoscaler } = seen;
  const { replicas } = workload.spec;
  const instances = pods.map((pod) => instanceOf(pod, port));
  // What became ready while it was being looked at is told of as well; a cluster's clock may be ahead of ours.
  const newestMs = Math.max(...instances.map(({ readyAtMs = 0 }) => readyAtMs));
  const atMs = Math.min(nowMs, Math.max(seen.atMs, newestMs));
  if (!autoscaler) return { atMs, desired: replicas, instances };
  const { current, own, most } = floorOf(autoscaler);
  return {
    atMs,
    // An autoscaler does nothing for a workload that was scaled to none.
    desired: replicas === 0 ? 0 : Math.max(replicas, current),
    instances,
    // What it holds above the floor is not ours to take away.
    limits: {
      least: replicas > current ? replicas : own,
      most,
      by: `HorizontalPodAutoscaler ${autoscaler.metadata.name}`,
    },
  };
}
