import { isOunceError } from '@ounce/core';
import { z } from 'zod';
import type { Clock } from '../../ports/index.ts';
import type { KubernetesAccess } from './access.ts';
import { autoscalerOf, listAutoscalers } from './autoscaler.ts';
import { type KubernetesClient, kubernetesClient } from './client.ts';
import { floorOf, isKedas } from './floor.ts';
import { workloadSchema } from './objects.ts';
import { byNamespace, type KubernetesWorkload } from './options.ts';
import { workloadPath } from './paths.ts';
import { wrongOrder } from './refusal.ts';

interface ExaminedService extends KubernetesWorkload {
  /** Whether Ounce sets its replicas itself; else it only reads them, and somebody else asks Ounce. */
  readonly scales: boolean;
  /** The highest `guardRails.ceiling` of its controls. */
  readonly ceiling: number;
}

/** What was looked at, and what is wrong with it; without `error` all is well. */
export interface ClusterFinding {
  readonly what: string;
  readonly says: string;
  readonly error?: unknown;
}

export interface ExamineOptions {
  readonly access: KubernetesAccess;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly watch: boolean;
  readonly services: Readonly<Record<string, ExaminedService>>;
}

const versionSchema = z.object({ major: z.string(), minor: z.string(), gitVersion: z.string() });
/** autoscaling/v2 and policy/v1 have been there since. */
const leastMinor = 23;

/** Access, version, rights and workloads, asked of the cluster as the user that would act. Changes nothing; never rejects. */
export async function examineCluster(
  { access, clock, timeoutMs, watch, services }: ExamineOptions,
  signal: AbortSignal,
): Promise<readonly ClusterFinding[]> {
  const client = kubernetesClient({ access, clock, timeoutMs });
  try {
    const version = await look(`kubernetes ${access.server}`, () => readVersion(client, signal));
    if (version.error) return [version];
    const checks = [
      ...[...byNamespace(services)].map(([namespace, ofIt]) =>
        look(`kubernetes rights in ${namespace}`, () =>
          checkRights(client, namespace, rightsFor(ofIt, watch), signal),
        ),
      ),
      ...Object.entries(services).map(([name, service]) =>
        look(`services.${name}.kubernetes`, () => checkWorkload(client, service, signal)),
      ),
    ];
    return [version, ...(await Promise.all(checks))];
  } finally {
    client.close();
  }
}

async function look(what: string, check: () => Promise<string>): Promise<ClusterFinding> {
  try {
    return { what, says: await check() };
  } catch (error) {
    return { what, says: isOunceError(error) ? error.message : String(error), error };
  }
}

async function readVersion(client: KubernetesClient, signal: AbortSignal): Promise<string> {
  const { minor, gitVersion } = await client.call({ method: 'GET', path: '/version' }, versionSchema, signal);
  if (Number.parseInt(minor, 10) >= leastMinor) return gitVersion;
  throw wrongOrder(`Kubernetes ${gitVersion} is too old`, `Kubernetes 1.${leastMinor} or later is needed.`);
}

interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

function rightsFor(services: readonly ExaminedService[], watch: boolean): readonly Right[] {
  const looks = watch ? (['list', 'watch'] as const) : (['list'] as const);
  const plurals = { Deployment: 'deployments', StatefulSet: 'statefulsets' } as const;
  const kinds = [...new Set(services.map(({ kind }) => kind))];
  const scales = services.some((service) => service.scales);
  return [
    ...looks.map((verb) => ({ verb, group: '', resource: 'pods' })),
    { verb: 'create', group: '', resource: 'pods', subresource: 'eviction' },
    ...looks.map((verb) => ({ verb, group: 'autoscaling', resource: 'horizontalpodautoscalers' })),
    ...(scales
      ? (['get', 'patch'] as const).map((verb) => ({
          ...{ verb, group: 'autoscaling', resource: 'horizontalpodautoscalers' },
        }))
      : []),
    ...kinds.flatMap((kind) => {
      const of = { group: 'apps', resource: plurals[kind] };
      const ofKind = services.filter((service) => service.kind === kind);
      return [
        { verb: 'get', ...of },
        ...looks.map((verb) => ({ verb, ...of })),
        ...(ofKind.some((service) => service.scales)
          ? (['get', 'patch'] as const).map((verb) => ({ verb, ...of, subresource: 'scale' }))
          : []),
        ...(ofKind.some(({ restart }) => restart === 'rollout') ? [{ verb: 'patch', ...of }] : []),
      ];
    }),
  ];
}

const reviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) });

async function checkRights(
  client: KubernetesClient,
  namespace: string,
  rights: readonly Right[],
  signal: AbortSignal,
): Promise<string> {
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const answers = await Promise.all(
    rights.map((right) => {
      const body = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { namespace, ...right } },
      };
      return client.call({ method: 'POST', path, body }, reviewSchema, signal);
    }),
  );
  const missing = rights.filter((_, i) => !answers[i]!.status.allowed);
  if (missing.length === 0) return `all ${rights.length} that are needed`;
  const names = missing.map(({ verb, resource, subresource }) =>
    subresource ? `${verb} ${resource}/${subresource}` : `${verb} ${resource}`,
  );
  throw wrongOrder(
    `missing in namespace ${namespace}: ${names.join(', ')}`,
    'Apply the Role of docs/connectors/kubernetes.md and bind this user to it.',
  );
}

async function checkWorkload(
  client: KubernetesClient,
  service: ExaminedService,
  signal: AbortSignal,
): Promise<string> {
  const { kind, name, namespace, scales, ceiling } = service;
  const { spec } = await client.call({ method: 'GET', path: workloadPath(service) }, workloadSchema, signal);
  const title = `${kind} ${namespace}/${name}, ${spec.replicas} replicas`;
  const autoscaler = autoscalerOf(service, await listAutoscalers(client, namespace, signal));
  if (!autoscaler || !scales) return title;
  const by = `HorizontalPodAutoscaler ${autoscaler.metadata.name}`;
  if (isKedas(autoscaler))
    throw wrongOrder(
      `${by} is KEDA's, which undoes what Ounce would set`,
      "Set scaleThrough: 'keda' and connectors.keda (docs/connectors/keda.md).",
    );
  const { own, most } = floorOf(autoscaler);
  if (ceiling > most)
    throw wrongOrder(
      `guardRails.ceiling (${ceiling}) is above the ${most} that ${by} allows`,
      'Raise its maxReplicas, or lower the ceiling.',
    );
  return `${title}; with ${by} (${own} to ${most})`;
}
