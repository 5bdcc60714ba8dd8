import type { AdmissionLimit } from './action.ts';
import type { ServiceHealth } from './health.ts';
import type { ReplicaCounts, ServiceRef } from './service.ts';

/**
 * What can be read of a service. Units are in the names; rates are per second, error rate is a share from 0 to 1.
 *
 * - `failureRate`: failed attempts per second, those that are tried again included.
 * - `openBreakers`: circuit breakers that are not closed (open, half-open or isolated), over all instances.
 * - `cacheShare`: share of answers that came out of a cache because their source did not answer.
 * - `openSockets`: TCP sockets that are open, over all instances.
 * - `eventLoopLagMs`: how late the event loop is, in the worst instance.
 * - `utilisation`: share of its processor that a replica uses, 0 to 1, mean over the replicas.
 */
export const signalNames = [
  'queueDepth',
  'arrivalRate',
  'serviceRate',
  'errorRate',
  'latencyP50Ms',
  'latencyP95Ms',
  'latencyP99Ms',
  'failureRate',
  'openBreakers',
  'cacheShare',
  'openSockets',
  'eventLoopLagMs',
  'utilisation',
] as const;

export type SignalName = (typeof signalNames)[number];

/** Readings, oldest first; both have the same length. Only real readings: gaps are simply absent, never zero. */
export interface Window {
  readonly timesMs: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/**
 * One signal as a control sees it. `stale` means that the newest reading is too old (or late, missing, NaN) to act on:
 * the window still holds what was read before.
 */
export type Signal = {
  readonly window: Window;
  readonly intervalMs: number;
  /** What the newest reading is about, where its source can say: for `openBreakers` the dependencies. */
  readonly names?: readonly string[];
} & ({ readonly kind: 'fresh' } | { readonly kind: 'stale'; readonly why: string });

/** Everything a control may know about one service at `nowMs`. */
export interface ServiceView extends ServiceRef {
  readonly nowMs: number;
  /** Signals that the config does not define for this service are absent. */
  readonly signals: Readonly<Partial<Record<SignalName, Signal>>>;
  /** Absent when the platform has not answered lately: then nothing may shrink, drain or restart. */
  readonly replicas?: ReplicaCounts;
  /** How many replicas were ready at past moments, as the platform said; absent when it never did. */
  readonly readyBefore?: Window;
  /** What is let in at the gate before it, null while everybody is; absent when it has no gate. */
  readonly admission?: { readonly limit: AdmissionLimit | null };
  /** Replicas that the control itself has kept in any case; absent when it keeps none. */
  readonly standby?: number;
  /** The plan of the week ahead; absent where nobody has made one. */
  readonly plan?: ServicePlan;
  /** When experiments touched it, as far back as its readings go: what came then was made. Absent when none did. */
  readonly drills?: readonly { readonly startMs: number; readonly endMs: number }[];
  /** Absent when nobody probes the service's instances. */
  readonly health?: ServiceHealth;
  /** Times from start to ready of the most recent replicas, ms, oldest first. */
  readonly startupTimesMs: readonly number[];
}

/** One hour of a plan; rates are per second. */
export interface PlannedLoad {
  readonly startMs: number;
  readonly expected: number;
  readonly upper: number;
  readonly replicas: number;
}

/** What is planned for the hours to come, and what came in those that are over. */
export interface ServicePlan {
  readonly madeAtMs: number;
  /** Work a second that one replica carries, for sure. */
  readonly perReplica: number;
  /** From the hour that is running on. */
  readonly hours: readonly PlannedLoad[];
  readonly seen: readonly { readonly startMs: number; readonly mean: number; readonly max: number }[];
}
