import { OunceError, type ServiceRef, serviceKey } from '@ounce/core';
import type { Platform } from './platform.ts';

export interface WantedReplicas {
  /** Takes orders without carrying them out: somebody asks for them. What runs is asked of the cluster. */
  readonly platform: Omit<Platform, 'close'>;
  /**
   * Undefined: not known yet. Until the first order the replicas that run are the answer.
   *
   * @throws OunceError OUNCE_E_PLATFORM for a service that is not scaled this way
   */
  wanted(of: ServiceRef): number | undefined;
}

/** @param who is told, e.g. `KEDA` */
export function wantedReplicas(
  cluster: Pick<Platform, 'status' | 'restart'>,
  services: readonly ServiceRef[],
  who: string,
  changed: (of: ServiceRef) => void = () => {},
): WantedReplicas {
  const known = new Map(services.map((of) => [serviceKey(of), of]));
  const orders = new Map<string, number>();
  const seen = new Map<string, number>();
  const keyOf = (of: ServiceRef): string => {
    const key = serviceKey(of);
    if (known.has(key)) return key;
    throw refused(`${key} is not scaled through ${who}; known: ${[...known.keys()].join(', ')}.`);
  };
  return {
    wanted(of) {
      const key = keyOf(of);
      return orders.get(key) ?? seen.get(key);
    },
    platform: {
      async status(of, signal) {
        const key = keyOf(of);
        // The autoscaler that carries the order out does so within bounds of its own; those are for a person to set.
        const { limits: _, ...status } = await cluster.status(of, signal);
        seen.set(key, status.desired);
        // What was asked for, not what became of it: others scale the workload too, and the next order goes on from ours.
        return { ...status, desired: orders.get(key) ?? status.desired };
      },
      async scale(of, replicas, signal) {
        signal.throwIfAborted();
        const key = keyOf(of);
        if (!Number.isSafeInteger(replicas) || replicas < 0)
          throw refused(`${key} cannot have ${replicas} replicas; it takes a whole number from 0.`);
        orders.set(key, replicas);
        changed(of);
      },
      restart: (of, instanceId, signal, how) => cluster.restart(of, instanceId, signal, how),
    },
  };
}

function refused(message: string): OunceError {
  return new OunceError('OUNCE_E_PLATFORM', message, {
    mend: 'Correct the order; trying again changes nothing.',
  });
}
