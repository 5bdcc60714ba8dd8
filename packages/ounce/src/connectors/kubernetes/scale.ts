import { autoscalerOf, listAutoscalers, setFloor } from './autoscaler.ts';
import type { KubernetesClient } from './client.ts';
import { floorOf } from './floor.ts';
import { scaleSchema } from './objects.ts';
import type { KubernetesWorkload } from './options.ts';
import { workloadPath } from './paths.ts';
import { statusOf, wrongOrder } from './refusal.ts';

const conflictsEndured = 4;

/**
 * Scales a workload. One that has an autoscaler keeps it: its floor is set, and it goes on scaling above. A higher floor is
 * carried out at once rather than at the autoscaler's next round (15 s); a lower one is left to the autoscaler.
 */
export async function scaleWorkload(
  client: KubernetesClient,
  workload: KubernetesWorkload,
  replicas: number,
  signal: AbortSignal,
): Promise<void> {
  const { namespace, kind, name } = workload;
  const autoscaler = autoscalerOf(workload, await listAutoscalers(client, namespace, signal));
  if (!autoscaler) return setReplicas(client, workload, () => replicas, signal);
  const floor = await setFloor(client, namespace, autoscaler, replicas, signal);
  await setReplicas(client, workload, (now) => Math.max(now, floor), signal);
  const { most } = floorOf(autoscaler);
  if (replicas <= most) return;
  throw wrongOrder(
    `${kind} ${name} has got ${most} of the ${replicas} replicas wanted: its autoscaler allows no more.`,
    `Raise maxReplicas of ${autoscaler.metadata.name}, or lower guardRails.ceiling.`,
  );
}

/** The resource version keeps a decision of the autoscaler, made in between, from being undone. */
async function setReplicas(
  client: KubernetesClient,
  workload: KubernetesWorkload,
  wanted: (now: number) => number,
  signal: AbortSignal,
): Promise<void> {
  for (let conflicts = 0; ; conflicts++) {
    const { metadata, spec } = await readScale(client, workload, signal);
    const replicas = wanted(spec.replicas);
    if (replicas === spec.replicas) return;
    try {
      const body = { metadata: { resourceVersion: metadata.resourceVersion }, spec: { replicas } };
      await client.call({ method: 'PATCH', path: scalePath(workload), body }, scaleSchema, signal);
      return;
    } catch (error) {
      if (statusOf(error) !== 409 || conflicts === conflictsEndured) throw error;
    }
  }
}

const scalePath = (workload: KubernetesWorkload) => `${workloadPath(workload)}/scale`;

const readScale = (client: KubernetesClient, workload: KubernetesWorkload, signal: AbortSignal) =>
  client.call({ method: 'GET', path: scalePath(workload) }, scaleSchema, signal);
