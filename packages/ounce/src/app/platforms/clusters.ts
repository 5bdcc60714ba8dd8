import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { OunceError, type ServiceRef } from '@ounce/core';
import type { Config, ServiceConfig } from '../../config/index.ts';
import { externalMetricsPlatform } from '../../connectors/external-metrics/index.ts';
import { kedaPlatform } from '../../connectors/keda/index.ts';
import {
  findAccess,
  type KubernetesAccess,
  type KubernetesWorkload,
  kubernetesPlatform,
  readFrontProxy,
} from '../../connectors/kubernetes/index.ts';
import type { Clock, Platform } from '../../ports/index.ts';
import { type Route, routed } from './route.ts';

type Through = NonNullable<ServiceConfig['kubernetes']>['scaleThrough'];

/** One cluster: the services of a region, and how it is reached. */
export interface ClusterPlan {
  readonly region: string;
  readonly access: KubernetesAccess;
  readonly services: Readonly<Record<string, KubernetesWorkload & { readonly scaleThrough: Through }>>;
}

/**
 * The clusters that the config names: one for each region that has services in it.
 *
 * @throws OunceError OUNCE_E_PLATFORM when one cannot be reached for want of an address or credentials
 */
export function clustersOf({ services, fleet, connectors }: Config): readonly ClusterPlan[] {
  const { kubeconfig, context, contexts, namespace } = connectors.kubernetes;
  return fleet.regions.flatMap((region) => {
    const ofRegion = Object.entries(services).filter(
      ([, service]) => service.kubernetes && (service.regions ?? fleet.regions).includes(region),
    );
    if (ofRegion.length === 0) return [];
    const access = findAccess({ kubeconfig, context: contexts[region] ?? context });
    const standard = namespace ?? access.namespace ?? 'default';
    const workloads = ofRegion.map(([name, { kubernetes }]) => {
      const { port, namespace: own, ...rest } = kubernetes!;
      return [name, { ...rest, namespace: own ?? standard, ...(port ? { port } : {}) }] as const;
    });
    return { region, access, services: Object.fromEntries(workloads) };
  });
}

interface Around {
  readonly folder: string;
  readonly clock: Clock;
}

/** Routes to all clusters, directly or through KEDA or the External Metrics API. What is opened is handed to `opened` at once. */
export async function clusterRoutes(
  config: Config,
  around: Around,
  opened: (platform: Platform) => void,
): Promise<readonly Route[]> {
  const plans = clustersOf(config);
  if (plans.length === 0) return [];
  const direct = plans.map(({ region, access, services }): Route & { readonly region: string } => {
    const platform = kubernetesPlatform({
      ...{ clock: around.clock, region, access, services },
      timeoutMs: config.connectors.kubernetes.timeoutMs,
      watch: config.connectors.kubernetes.watch,
    });
    opened(platform);
    return { region, platform, runs: (ref) => ref.region === region && services[ref.service] !== undefined };
  });
  const cluster = routed(direct);
  const routes: Route[] = [];
  for (const through of ['keda', 'external-metrics'] as const) {
    const services = plans.flatMap(({ region, services: all }) =>
      Object.entries(all).flatMap(([service, { scaleThrough, namespace }]) =>
        scaleThrough === through ? { service, region, namespace } : [],
      ),
    );
    const serve = through === 'keda' ? serveKeda : serveExternalMetrics;
    const platform = await serve(config, around, cluster, services, plans[0]!);
    if (!platform) continue;
    opened(platform);
    const runs = (ref: ServiceRef) =>
      services.some(({ service, region }) => service === ref.service && region === ref.region);
    routes.push({ platform, runs });
  }
  return [...routes, ...direct];
}

type Told = readonly (ServiceRef & { readonly namespace: string })[];
type Serve = (
  config: Config,
  around: Around,
  cluster: Platform,
  services: Told,
  first: ClusterPlan,
) => Promise<Platform | undefined>;

const serveKeda: Serve = async ({ connectors: { keda } }, { folder }, cluster, services, { region }) => {
  if (!keda) return undefined;
  const { address, tls } = keda;
  const pems = tls && { cert: readPem(folder, tls.cert), key: readPem(folder, tls.key) };
  return kedaPlatform({ address, region, cluster, services, ...(pems ? { tls: pems } : {}) });
};

const serveExternalMetrics: Serve = async (config, { folder, clock }, cluster, services, { access }) => {
  const { externalMetrics, kubernetes } = config.connectors;
  if (!externalMetrics) return undefined;
  const { address, tls, clientCa, allowedNames } = externalMetrics;
  const { timeoutMs } = kubernetes;
  const proxy = clientCa
    ? { clientCa: readPem(folder, clientCa), allowedNames: [] }
    : await readFrontProxy({ access, clock, timeoutMs }, AbortSignal.timeout(2 * timeoutMs));
  const at = address.lastIndexOf(':');
  return externalMetricsPlatform({
    ...{ cluster, services, nowMs: () => clock.nowMs() },
    host: address.slice(0, at).replace(/^\[|\]$/g, ''),
    port: Number(address.slice(at + 1)),
    tls: { cert: readPem(folder, tls.cert), key: readPem(folder, tls.key), clientCa: proxy.clientCa },
    allowedNames: allowedNames ?? proxy.allowedNames,
  });
};

function readPem(folder: string, file: string): string {
  const path = resolve(folder, file);
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new OunceError('OUNCE_E_PLATFORM', `${path} cannot be read: ${(cause as Error).message}`, {
      cause,
      mend: 'Correct the path; it is relative to the config file.',
    });
  }
}
