import type { Clock, ClockTimer } from './clock.ts';

interface Waiting {
  readonly dueMs: number;
  readonly callback: () => void;
}

/**
 * A clock that stands still until it is told to move: for tests of code that is guarded.
 *
 * @example
 * const clock = new ManualClock();
 * const breaker = new CircuitBreaker({ name: 'payments', clock });
 * clock.advance(10_000);
 */
export class ManualClock implements Clock {
  #nowMs: number;
  #wallMs: number;
  readonly #waiting = new Set<Waiting>();

  constructor(startMs = 0, wallMs = 0) {
    this.#nowMs = startMs;
    this.#wallMs = wallMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  coarseMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#wallMs;
  }

  /** How many timers wait to fire. */
  get timers(): number {
    return this.#waiting.size;
  }

  /** Sets the time of day and nothing else, as an operator or NTP would. */
  setWall(wallMs: number): void {
    this.#wallMs = wallMs;
  }

  schedule(callback: () => void, delayMs: number): ClockTimer {
    const waiting: Waiting = { dueMs: this.#nowMs + delayMs, callback };
    this.#waiting.add(waiting);
    return {
      cancel: () => void this.#waiting.delete(waiting),
      hold: () => {},
    };
  }

  /** Moves `byMs` ahead and fires what falls due, in order of time. Timers set on the way fire too. */
  advance(byMs: number): void {
    const targetMs = this.#nowMs + byMs;
    this.#wallMs += byMs;
    for (let next = this.#earliest(targetMs); next; next = this.#earliest(targetMs)) {
      this.#waiting.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.callback();
    }
    this.#nowMs = targetMs;
  }

  /** As `advance`, in steps, letting promise callbacks run between them. */
  async advanceAsync(byMs: number, stepMs = 1): Promise<void> {
    for (let leftMs = byMs; leftMs > 0; leftMs -= stepMs) {
      this.advance(Math.min(stepMs, leftMs));
      await settle();
    }
    await settle();
  }

  #earliest(targetMs: number): Waiting | undefined {
    let earliest: Waiting | undefined;
    for (const waiting of this.#waiting)
      if (waiting.dueMs <= targetMs && (!earliest || waiting.dueMs < earliest.dueMs)) earliest = waiting;
    return earliest;
  }
}

/** Lets the promise callbacks that are already due run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}
