import type { KubernetesClient } from './client.ts';
import { floorFor, floorOf, floorPatch, isKedas } from './floor.ts';
import { listAll } from './list.ts';
import { type Autoscaler, autoscalerSchema } from './objects.ts';
import type { KubernetesWorkload } from './options.ts';
import { autoscalersPath } from './paths.ts';
import { statusOf, wrongOrder } from './refusal.ts';

const conflictsEndured = 4;

/** The autoscaler of a workload, of those in its namespace. */
export function autoscalerOf(
  { kind, name }: Pick<KubernetesWorkload, 'kind' | 'name'>,
  autoscalers: readonly Autoscaler[],
): Autoscaler | undefined {
  const found = autoscalers.filter(
    ({ spec: { scaleTargetRef: target } }) =>
      target.kind === kind && target.name === name && target.apiVersion.startsWith('apps/'),
  );
  if (found.length < 2) return found[0];
  const names = found.map(({ metadata }) => metadata.name).join(' and ');
  throw wrongOrder(`${kind} ${name} is scaled by ${names}.`, 'Leave it one HorizontalPodAutoscaler.');
}

export async function listAutoscalers(
  client: KubernetesClient,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Autoscaler[]> {
  return (await listAll(client, autoscalersPath(namespace), autoscalerSchema, signal)).items;
}

/**
 * Sets the autoscaler's floor, and returns the floor that stands now. When somebody changes the autoscaler
 * meanwhile, it is read again and decided anew.
 */
export async function setFloor(
  client: KubernetesClient,
  namespace: string,
  found: Autoscaler,
  replicas: number,
  signal: AbortSignal,
): Promise<number> {
  const { name } = found.metadata;
  const path = `${autoscalersPath(namespace)}/${encodeURIComponent(name)}`;
  if (isKedas(found)) throw kedas(name);
  let autoscaler = found;
  for (let conflicts = 0; ; conflicts++) {
    const body = floorPatch(autoscaler, replicas);
    if (!body) return floorFor(replicas, floorOf(autoscaler));
    try {
      const after = await client.call({ method: 'PATCH', path, body }, autoscalerSchema, signal);
      return after.spec.minReplicas;
    } catch (error) {
      if (statusOf(error) !== 409 || conflicts === conflictsEndured) throw error;
      autoscaler = await client.call({ method: 'GET', path }, autoscalerSchema, signal);
    }
  }
}

function kedas(name: string) {
  return wrongOrder(
    `HorizontalPodAutoscaler ${name} is KEDA's, which would undo the change.`,
    "Let KEDA ask Ounce: scaleThrough: 'keda' (docs/connectors/keda.md).",
  );
}
