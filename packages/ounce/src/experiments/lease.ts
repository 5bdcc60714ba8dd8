import type { Fault, ServiceRef } from '@ounce/core';
import type { Clock, FaultAgent } from '../ports/index.ts';
import { bounded } from './bounded.ts';

/** The target lets go this long after the last renewal; a third of it is the renewal's interval. */
const leaseMs = 3_000;
const renewEveryMs = 1_000;
const callTimeoutMs = 2_000;
const releaseTries = 5;

/** Holds a fault at its target for as long as it is renewed, and makes sure that it is gone afterwards. */
export class FaultHold {
  readonly #agent: FaultAgent;
  readonly #clock: Clock;
  readonly #target: ServiceRef;
  readonly #ended = new AbortController();
  #renewing: Promise<void> | undefined;
  readonly faultId: string;

  constructor(agent: FaultAgent, clock: Clock, target: ServiceRef, faultId: string) {
    this.#agent = agent;
    this.#clock = clock;
    this.#target = target;
    this.faultId = faultId;
  }

  /** Injects, and renews until `release`. Rejects when the target does not take the fault. */
  async inject(fault: Fault, endsAtMs: number): Promise<void> {
    const hold = (signal: AbortSignal) =>
      this.#agent.hold(this.#target, { faultId: this.faultId, fault, leaseMs, endsAtMs }, signal);
    await bounded(hold, callTimeoutMs, this.#clock, this.#ended.signal);
    this.#renewing = this.#renew(hold, endsAtMs);
  }

  async #renew(hold: (signal: AbortSignal) => Promise<void>, endsAtMs: number): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      await this.#clock.sleep(renewEveryMs, signal).catch(() => {});
      if (signal.aborted || this.#clock.nowMs() >= endsAtMs) return;
      // A renewal that fails is tried again; the target lets go by itself when none arrives in time.
      await bounded(hold, callTimeoutMs, this.#clock, signal).catch(() => {});
    }
  }

  /** Removes the fault and asks the target whether it is gone. `false`: it could not be seen to be gone. */
  async release(): Promise<boolean> {
    this.#ended.abort(new Error('the fault is being removed'));
    await this.#renewing;
    return releaseFault(this.#agent, this.#clock, this.#target, this.faultId);
  }
}

/** Idempotent. Asks a few times, for longer than the lease: a target that was only cut off has let go by then. */
export async function releaseFault(
  agent: FaultAgent,
  clock: Clock,
  target: ServiceRef,
  faultId: string,
): Promise<boolean> {
  for (let tries = 0; tries < releaseTries; tries++) {
    if (tries > 0) await clock.sleep(renewEveryMs);
    try {
      await bounded((signal) => agent.release(target, faultId, signal), callTimeoutMs, clock);
      const active = await bounded((signal) => agent.active(target, signal), callTimeoutMs, clock);
      if (!active.includes(faultId)) return true;
    } catch {
      // Not reachable: asked again.
    }
  }
  return false;
}
