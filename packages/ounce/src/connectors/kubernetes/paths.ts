import type { KubernetesWorkload } from './options.ts';

type Place = Pick<KubernetesWorkload, 'namespace'>;
type Kind = KubernetesWorkload['kind'];

const plurals = { Deployment: 'deployments', StatefulSet: 'statefulsets' } as const;

const inNamespace = (api: string, namespace: string) => `${api}/namespaces/${encodeURIComponent(namespace)}`;

export const podsPath = (namespace: string) => `${inNamespace('/api/v1', namespace)}/pods`;

export const evictionPath = (namespace: string, pod: string) =>
  `${podsPath(namespace)}/${encodeURIComponent(pod)}/eviction`;

export const workloadsPath = (kind: Kind, namespace: string) =>
  `${inNamespace('/apis/apps/v1', namespace)}/${plurals[kind]}`;

export const workloadPath = ({
  kind,
  namespace,
  name,
}: Place & { readonly kind: Kind; readonly name: string }) =>
  `${workloadsPath(kind, namespace)}/${encodeURIComponent(name)}`;

export const autoscalersPath = (namespace: string) =>
  `${inNamespace('/apis/autoscaling/v2', namespace)}/horizontalpodautoscalers`;
