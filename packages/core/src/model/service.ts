/** One service in one region: what a control decides about and an action is aimed at. */
export interface ServiceRef {
  readonly service: string;
  readonly region: string;
}

/** `service@region`, the key of a service in maps, logs and journal subjects. */
export function serviceKey({ service, region }: ServiceRef): string {
  return `${service}@${region}`;
}

export type InstanceState = 'starting' | 'ready' | 'unready' | 'draining' | 'failed';

export interface Instance {
  readonly id: string;
  readonly state: InstanceState;
  /** Base address, when the instance listens, e.g. `http://127.0.0.1:9101`. */
  readonly url?: string;
  readonly startedAtMs: number;
  /** When it first was ready; absent until then. */
  readonly readyAtMs?: number;
  readonly restarts: number;
}

/** What a platform says about a service at one moment. */
export interface ServiceStatus {
  readonly atMs: number;
  /** How many replicas the platform was last asked for. */
  readonly desired: number;
  readonly instances: readonly Instance[];
  /** What the platform itself allows, when somebody else scales the service as well. */
  readonly limits?: ReplicaLimits;
}

/** The bounds that another scaler sets, e.g. the minReplicas and maxReplicas of an autoscaler. */
export interface ReplicaLimits {
  readonly least: number;
  readonly most: number;
  /** Who sets them, as people know it. */
  readonly by: string;
}

export interface ReplicaCounts {
  readonly desired: number;
  readonly ready: number;
  readonly starting: number;
}

export function countReplicas({ desired, instances }: ServiceStatus): ReplicaCounts {
  const inState = (state: InstanceState) => instances.filter((instance) => instance.state === state).length;
  return { desired, ready: inState('ready'), starting: inState('starting') };
}
