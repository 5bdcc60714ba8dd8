import { countReplicas, type ServiceStatus } from '@ounce/core';

/** Sees an instance go, and as many as before ready again. Times are the platform's own, not when they were looked at. */
export class InstanceWatch {
  readonly #fromMs: number;
  readonly #readyBefore: number;
  readonly #restartsBefore: number;
  #lost = false;
  #recoveredAtMs: number | undefined;

  /** @param before what ran just before the fault; undefined when the platform did not say */
  constructor(fromMs: number, before: ServiceStatus | undefined) {
    this.#fromMs = fromMs;
    this.#readyBefore = before ? countReplicas(before).ready : 0;
    this.#restartsBefore = before ? restartsOf(before) : 0;
  }

  /** Whether one was seen to be gone, or to have been replaced meanwhile. */
  get lost(): boolean {
    return this.#lost;
  }

  get recoveredAtMs(): number | undefined {
    return this.#recoveredAtMs;
  }

  see(status: ServiceStatus | undefined): void {
    if (!status || status.atMs < this.#fromMs || this.#recoveredAtMs !== undefined) return;
    const { ready } = countReplicas(status);
    const born = status.instances.filter(({ startedAtMs }) => startedAtMs >= this.#fromMs);
    this.#lost ||= ready < this.#readyBefore || restartsOf(status) > this.#restartsBefore;
    if (!this.#lost || ready < this.#readyBefore) return;
    const readyTimes = born.flatMap(({ readyAtMs }) => readyAtMs ?? []);
    // One that was only stopped was not born again: the platform's first word of its readiness counts.
    this.#recoveredAtMs = readyTimes.length > 0 ? Math.max(...readyTimes) : status.atMs;
  }
}

function restartsOf({ instances }: ServiceStatus): number {
  return instances.reduce((sum, { restarts }) => sum + restarts, 0);
}
