import { OunceError } from '@ounce/core';
import type { KubernetesClient } from './client.ts';
import { anything, workloadSchema } from './objects.ts';
import type { KubernetesWorkload } from './options.ts';
import { evictionPath, workloadPath } from './paths.ts';
import type { Pod } from './pods.ts';

/** One that answers nobody does not drain either. Not 0: that would free a StatefulSet's name while the old one may run. */
const unresponsiveGraceSeconds = 1;

/**
 * Replaces one pod by evicting it, which a PodDisruptionBudget may refuse; pods are never deleted past a budget. The uid
 * keeps a successor of the same name from being evicted in its place.
 */
export async function evict(
  client: KubernetesClient,
  namespace: string,
  { metadata: { name, uid } }: Pod,
  isUnresponsive: boolean,
  signal: AbortSignal,
): Promise<void> {
  const body = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace },
    deleteOptions: {
      preconditions: { uid },
      ...(isUnresponsive ? { gracePeriodSeconds: unresponsiveGraceSeconds } : {}),
    },
  };
  await client.call({ method: 'POST', path: evictionPath(namespace, name), body }, anything, signal);
}

/** Replaces all pods one after the other, as `kubectl rollout restart` does; not while another rollout is under way. */
export async function rolloutRestart(
  client: KubernetesClient,
  workload: KubernetesWorkload,
  nowMs: number,
  signal: AbortSignal,
): Promise<void> {
  const path = workloadPath(workload);
  const { metadata, spec, status } = await client.call({ method: 'GET', path }, workloadSchema, signal);
  const isSeen = status.observedGeneration >= (metadata.generation ?? 0);
  if (!isSeen || status.updatedReplicas < spec.replicas || status.replicas > spec.replicas)
    throw new OunceError(
      'OUNCE_E_HELD_BACK',
      `held back: a rollout of ${workload.kind} ${workload.name} is under way (${status.updatedReplicas} of ${spec.replicas} are new).`,
      { retry: true, mend: 'Nothing: it is asked for again.' },
    );
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date(nowMs).toISOString() };
  const body = {
    metadata: { resourceVersion: metadata.resourceVersion },
    spec: { template: { metadata: { annotations } } },
  };
  await client.call({ method: 'PATCH', path, body }, anything, signal);
}
