import type { ServiceRef, ServiceStatus } from '@ounce/core';

/** What runs the services. Every call is bounded by the signal; failures are OunceErrors that say whether a retry can help. */
export interface Platform {
  /** What runs now. Rejects when the platform does not answer or does not know the service. */
  status(ref: ServiceRef, signal: AbortSignal): Promise<ServiceStatus>;
  /**
   * Asks for so many replicas and returns when the platform has taken the order (not when they are ready).
   * Idempotent. Replicas that go are drained first.
   */
  scale(ref: ServiceRef, replicas: number, signal: AbortSignal): Promise<void>;
  /** Drains and replaces one instance; one that is unresponsive is not waited for long. */
  restart(
    ref: ServiceRef,
    instanceId: string,
    signal: AbortSignal,
    how?: { readonly unresponsive: boolean },
  ): Promise<void>;
  /** Lets go of the services without stopping them; `stop: true` drains and stops those this platform started. */
  close(options: { stop: boolean }): Promise<void>;
}
