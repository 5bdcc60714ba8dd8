import type { Fault } from '@ounce/core';
import type { Clock } from '../../ports/index.ts';

/** An injection lasts no longer than this, whatever anybody renews. */
const longestMs = 3_600_000;
/** How many ended injections are remembered, so that a late renewal cannot bring one back. */
const remembered = 1_000;

export interface LeaseRequest {
  readonly fault: Fault;
  /** The fault ends when the lease was not renewed for so long. */
  readonly leaseMs: number;
  /** It ends then in any case (ms since the epoch). */
  readonly endsAtMs?: number | undefined;
}

interface Held {
  readonly fault: Fault;
  readonly startedAt: number;
  /** Both on the monotonic clock. */
  readonly expiresAt: number;
}

/** Faults that end by themselves: whoever holds one has to renew it. Runs on a clock that nobody can set. */
export class Leases {
  readonly #clock: Clock;
  readonly #onChange: (faults: readonly Fault[]) => void;
  readonly #held = new Map<string, Held>();
  readonly #ended = new Set<string>();
  #timer = new AbortController();

  /** @param onChange hears the faults that are on whenever that changes */
  constructor(clock: Clock, onChange: (faults: readonly Fault[]) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Ids of the faults that are on. */
  get active(): readonly string[] {
    return [...this.#held.keys()];
  }

  /** Starts or renews. `false`: an id names one injection, and this one has ended. */
  hold(id: string, { fault, leaseMs, endsAtMs = Number.POSITIVE_INFINITY }: LeaseRequest): boolean {
    if (this.#ended.has(id)) return false;
    const now = this.#clock.monotonicMs();
    const known = this.#held.get(id);
    const startedAt = known?.startedAt ?? now;
    const endsAt = Math.min(now + endsAtMs - this.#clock.nowMs(), startedAt + longestMs);
    this.#held.set(id, { fault, startedAt, expiresAt: Math.min(now + leaseMs, endsAt) });
    if (!known) this.#changed();
    this.#wait();
    return true;
  }

  /** @returns whether it was on; removing one that is not there is no error */
  remove(id: string): boolean {
    const was = this.#held.delete(id);
    if (was) {
      this.#end(id);
      this.#changed();
      this.#wait();
    }
    return was;
  }

  /** Ends all of them. */
  close(): void {
    this.#timer.abort();
    if (this.#held.size === 0) return;
    this.#held.clear();
    this.#changed();
  }

  #wait(): void {
    this.#timer.abort();
    this.#timer = new AbortController();
    const next = Math.min(...[...this.#held.values()].map(({ expiresAt }) => expiresAt));
    if (!Number.isFinite(next)) return;
    this.#clock.sleep(Math.max(0, next - this.#clock.monotonicMs()), this.#timer.signal).then(
      () => this.#letGo(),
      () => {},
    );
  }

  #letGo(): void {
    const now = this.#clock.monotonicMs();
    const over = [...this.#held].filter(([, { expiresAt }]) => now >= expiresAt);
    for (const [id] of over) {
      this.#held.delete(id);
      this.#end(id);
    }
    if (over.length > 0) this.#changed();
    this.#wait();
  }

  #end(id: string): void {
    this.#ended.add(id);
    if (this.#ended.size > remembered) this.#ended.delete(this.#ended.values().next().value as string);
  }

  #changed(): void {
    this.#onChange([...this.#held.values()].map(({ fault }) => fault));
  }
}
