import type { Fault, ServiceRef } from '@ounce/core';

/** A fault that its target holds only as long as the lease is renewed. */
export interface FaultLease {
  readonly faultId: string;
  readonly fault: Fault;
  /** The target lets go when the lease has not been renewed for so long. */
  readonly leaseMs: number;
  /** The target lets go then in any case (ms since the epoch). */
  readonly endsAtMs: number;
}

export interface Accounting {
  /** Messages that the system took responsibility for. */
  readonly accepted: number;
  /** Distinct messages that were handled to the end. */
  readonly handledDistinct: number;
  /** Messages that were asked to come back later and were given up in the end; absent when nobody counts them. */
  readonly refused?: number;
  /** Messages or requests that ended in an error. */
  readonly errors: number;
}

/** The target's side of an experiment: it carries the fault, and lets go by itself. */
export interface FaultAgent {
  /** Starts or renews. Idempotent per `faultId`. */
  hold(target: ServiceRef, lease: FaultLease, signal: AbortSignal): Promise<void>;
  /** Removes the fault. Idempotent: a fault that is not there is removed. */
  release(target: ServiceRef, faultId: string, signal: AbortSignal): Promise<void>;
  /** Ids of the faults that the target carries now. */
  active(target: ServiceRef, signal: AbortSignal): Promise<readonly string[]>;
  /** Counts since the system started; undefined when the system keeps none. */
  accounting(signal: AbortSignal): Promise<Accounting | undefined>;
}
