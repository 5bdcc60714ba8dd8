import type { ServiceRef } from '@ounce/core';
import type { Platform } from '../../ports/index.ts';
import { wantedReplicas } from '../../ports/wanted-replicas.ts';
import { type ExternalScalerOptions, serveExternalScaler } from './external-scaler.ts';

export interface KedaOptions extends Omit<ExternalScalerOptions, 'wanted'> {
  /** What knows the replicas, e.g. the Kubernetes platform; its own `scale` is not used, and it is not closed. */
  readonly cluster: Pick<Platform, 'status' | 'restart'>;
  /** Services that KEDA scales. */
  readonly services: readonly ServiceRef[];
}

/**
 * A platform that scales by telling KEDA: an order becomes the answer to KEDA's next question, and KEDA's autoscaler carries it
 * out beside whatever other triggers the scaled object has.
 */
export async function kedaPlatform({ cluster, services, ...options }: KedaOptions): Promise<Platform> {
  const { platform, wanted } = wantedReplicas(cluster, services, 'KEDA', (of) => scaler.changed(of));
  const scaler = await serveExternalScaler({ ...options, wanted });
  return { ...platform, close: () => scaler.close() };
}
