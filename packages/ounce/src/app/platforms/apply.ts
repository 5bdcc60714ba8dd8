import { OunceError, type ServiceRef } from '@ounce/core';
import type { Config } from '../../config/index.ts';
import { applyManifest, type Manifest } from '../../connectors/kubernetes/index.ts';
import type { Clock } from '../../ports/index.ts';
import { clustersOf } from './clusters.ts';

const plurals: Readonly<Record<string, string>> = {
  ScaledObject: 'scaledobjects',
  CronHorizontalPodAutoscaler: 'cronhorizontalpodautoscalers',
};

/** What a service runs as in the cluster of its region; undefined where it runs in none. */
export function workloadOf(config: Config, { service, region }: ServiceRef) {
  return clustersOf(config).find((plan) => plan.region === region)?.services[service];
}

/** Applies the manifest of a plan to the cluster of a region. */
export function applyPlans(config: Config, clock: Clock) {
  return async (region: string, manifest: Manifest, signal: AbortSignal): Promise<void> => {
    const cluster = clustersOf(config).find((plan) => plan.region === region);
    const plural = plurals[manifest.kind];
    if (!cluster || !plural)
      throw new OunceError('OUNCE_E_RULE', `No service of ${region} runs in a cluster.`, {
        mend: 'Give it services.….kubernetes, or apply the manifest yourself.',
      });
    const { timeoutMs } = config.connectors.kubernetes;
    await applyManifest(manifest, { access: cluster.access, clock, timeoutMs, plural }, signal);
  };
}
