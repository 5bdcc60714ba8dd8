import type { ServiceRef } from '@ounce/core';
import type { Platform } from '../../ports/index.ts';
import { wantedReplicas } from '../../ports/wanted-replicas.ts';
import { type MetricsServerOptions, serveMetrics } from './server.ts';

export interface ExternalMetricsOptions extends Omit<MetricsServerOptions, 'values'> {
  /** What knows the replicas; its own `scale` is not used, and it is not closed. */
  readonly cluster: Pick<Platform, 'status' | 'restart'>;
  readonly services: readonly (ServiceRef & { readonly namespace: string })[];
}

export interface ExternalMetricsPlatform extends Platform {
  readonly port: number;
}

/** A platform that scales by answering HorizontalPodAutoscalers: an order becomes the value of an external metric. */
export async function externalMetricsPlatform({
  cluster,
  services,
  ...options
}: ExternalMetricsOptions): Promise<ExternalMetricsPlatform> {
  const { platform, wanted } = wantedReplicas(cluster, services, 'the External Metrics API');
  const server = await serveMetrics({
    ...options,
    values: (namespace) =>
      services
        .filter((of) => of.namespace === namespace)
        .flatMap(({ service, region }) => {
          const value = wanted({ service, region });
          return value === undefined ? [] : { labels: { service, region }, value };
        }),
  });
  return { ...platform, port: server.port, close: () => server.close() };
}
