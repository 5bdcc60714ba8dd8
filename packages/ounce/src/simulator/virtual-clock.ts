import type { Clock } from '../ports/index.ts';

interface Sleeper {
  readonly wakeAtMs: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Whoever works in small pieces (a rebuild of the tables) lets the event loop turn in between. */
const mostIdleTurns = 1_000;

/**
 * Time that passes only when everybody sleeps. Sleepers wake in order of time, then of falling asleep, so a run depends on
 * nothing but its seed.
 */
export class VirtualClock implements Clock {
  readonly #startMs: number;
  #nowMs: number;
  #order = 0;
  #sleepers: Sleeper[] = [];

  constructor(startMs: number) {
    this.#startMs = startMs;
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs - this.#startMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const sleeper = { wakeAtMs: this.#nowMs + Math.max(0, ms), order: this.#order++, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** Lets time pass until the promise settles. Throws when everybody waits for something that never comes. */
  async runUntil<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = promise.finally(() => {
      settled = true;
    });
    done.catch(() => {});
    for (let idleTurns = 0; ; ) {
      await everybodyWaits();
      if (settled) return done;
      const next = this.#next();
      if (!next) {
        if (++idleTurns > mostIdleTurns)
          throw new Error('the simulation stands still: nobody sleeps and nothing is done');
        continue;
      }
      idleTurns = 0;
      this.#nowMs = Math.max(this.#nowMs, next.wakeAtMs);
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
      next.wake();
    }
  }

  #next(): Sleeper | undefined {
    let next = this.#sleepers[0];
    for (const sleeper of this.#sleepers)
      if (next && (sleeper.wakeAtMs - next.wakeAtMs || sleeper.order - next.order) < 0) next = sleeper;
    return next;
  }
}

/** Resolves once every promise job that could run has run. */
function everybodyWaits(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
