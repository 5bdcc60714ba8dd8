import type { InstanceState } from './service.ts';
import type { Window } from './signal.ts';

export const probeKinds = ['up', 'down', 'unknown'] as const;

/**
 * What one probe of one instance said. `unknown` is the prober's own trouble (it was too busy to ask, or does not know where to):
 * it speaks neither for nor against the instance.
 */
export type ProbeResult =
  | {
      readonly kind: 'up';
      readonly atMs: number;
      /** Resident memory and its limit, bytes, where the instance tells them. */
      readonly memoryBytes?: number;
      readonly memoryLimitBytes?: number;
    }
  | {
      readonly kind: 'down';
      readonly atMs: number;
      readonly why: string;
      /** It gave no answer at all: nothing is gained by asking it to finish its work. */
      readonly unresponsive: boolean;
    }
  | { readonly kind: 'unknown'; readonly atMs: number; readonly why: string };

/** One instance with what its probes have said since it was started; `startedAtMs` tells one life from the next. */
export interface InstanceHealth {
  readonly id: string;
  readonly state: InstanceState;
  readonly startedAtMs: number;
  /** The newest probe of this life; absent before the first. */
  readonly last?: ProbeResult;
  /** Probes that failed since the last that did not; those that are unknown are passed over. */
  readonly failuresInRow: number;
  /** When the first of them was. */
  readonly failingSinceMs?: number;
  /** Since when every probe said that it is up. */
  readonly upSinceMs?: number;
  /** Resident memory, bytes. */
  readonly memory?: Window;
  readonly memoryLimitBytes?: number;
}

/** A service that this one cannot work without. */
export interface DependencyHealth {
  readonly name: string;
  readonly kind: 'up' | 'down' | 'unknown';
  readonly why: string;
}

/** What is known of a service's instances from asking them, beside the metrics. */
export interface ServiceHealth {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly instances: readonly InstanceHealth[];
  readonly dependencies: readonly DependencyHealth[];
}
