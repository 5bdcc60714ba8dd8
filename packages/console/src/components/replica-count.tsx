import type { ServiceState } from '../api/types.ts';
import { missing } from '../format/numbers.ts';

/** Ready of desired, and how many are on their way; a dash with the reason when the platform is silent. */
export function ReplicaCount({ service: { replicas, platformError } }: { service: ServiceState }) {
  if (!replicas) {
    return (
      <span className="faint" title={platformError ?? 'This service has no platform'}>
        {missing}
      </span>
    );
  }
  const { ready, desired, starting } = replicas;
  return (
    <span>
      {ready}
      <span className="faint"> / {desired}</span>
      {starting > 0 && <span className="tone-accent small"> +{starting}</span>}
      <span className="unseen"> ready of desired{starting > 0 ? `, ${starting} starting` : ''}</span>
    </span>
  );
}
