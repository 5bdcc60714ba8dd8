import type { Clock } from '../../ports/index.ts';
import type { KubernetesAccess } from './access.ts';

export interface KubernetesWorkload {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly name: string;
  readonly namespace: string;
  /** Where its containers listen; without it its instances have no address. */
  readonly port?: number;
  /** `pod` (default): one is evicted. `rollout`: all are replaced one after the other, the new one first. */
  readonly restart?: 'pod' | 'rollout';
}

export interface KubernetesOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly access: KubernetesAccess;
  readonly services: Readonly<Record<string, KubernetesWorkload>>;
  /** Watches instead of listing each time it is asked: for namespaces with thousands of pods. */
  readonly watch?: boolean;
  /** For one request; default 5,000 ms. */
  readonly timeoutMs?: number;
}

/** Each namespace is looked at once, for all of its services. */
export function byNamespace<Workload extends KubernetesWorkload>(
  services: Readonly<Record<string, Workload>>,
): ReadonlyMap<string, readonly Workload[]> {
  const found = new Map<string, Workload[]>();
  for (const workload of Object.values(services)) {
    const { namespace } = workload;
    found.set(namespace, [...(found.get(namespace) ?? []), workload]);
  }
  return found;
}
