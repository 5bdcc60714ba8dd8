import type { Capacity, SeenReplicas } from '../../load/capacity.ts';
import type { AdmissionControlSettings } from './settings.ts';

/** What the control remembers between two decisions about a service. Plain JSON. */
export interface AdmissionControlState {
  /** The layout's number: a state with another one is not understood and learning starts anew. */
  readonly version: 1;
  readonly capacity: Capacity;
  readonly replicas: SeenReplicas | null;
}

export function initialState({ perReplicaRate }: AdmissionControlSettings): AdmissionControlState {
  return {
    version: 1,
    capacity: { perReplica: perReplicaRate, weight: 1, learntUntilMs: 0 },
    replicas: null,
  };
}

export function understood(
  state: AdmissionControlState,
  settings: AdmissionControlSettings,
): AdmissionControlState {
  return state?.version === 1 ? state : initialState(settings);
}
