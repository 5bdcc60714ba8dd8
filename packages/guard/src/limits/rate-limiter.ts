import { type Clock, systemClock } from '../clock.ts';
import { count, duration, type OptionTable, resolveOptions } from '../options.ts';
import { RateLimitError } from '../rejection.ts';

/** How many calls may begin in a stretch of time. Every option is described in docs/guard.md. */
export interface RateLimitSettings {
  readonly permits: number;
  readonly perMs: number;
  /** Calls that may begin at once after a pause. */
  readonly burst: number;
}

export const rateLimitOptions = {
  permits: count('calls', 100, 1),
  perMs: duration(1_000, 1),
  burst: count('calls', 100, 1),
} satisfies OptionTable;

export interface RateLimiterOptions extends Partial<RateLimitSettings> {
  readonly name: string;
  readonly clock?: Clock;
}

/**
 * A token bucket, kept as one instant (the generic cell rate algorithm, ITU-T I.371): no timer, no queue, O(1). Works for calls that go
 * out and for requests that come in: answer the latter with `error.status` (429) and `error.headers` (`Retry-After`).
 */
export class RateLimiter {
  readonly name: string;
  readonly #clock: Clock;
  #settings: Readonly<RateLimitSettings>;
  /** When the bucket will be full again. */
  #fullAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: RateLimiterOptions) {
    const { name, clock = systemClock, ...settings } = options;
    this.name = name;
    this.#clock = clock;
    this.#settings = resolveOptions(rateLimitOptions, 'rateLimit', settings);
  }

  /**
   * Permits that are taken stay taken: at a higher rate they are given back sooner.
   *
   * @throws SettingsError and changes nothing
   */
  configure(changes: Partial<RateLimitSettings>): void {
    const before = this.#settings;
    this.#settings = resolveOptions(rateLimitOptions, 'rateLimit', changes, before);
    const nowMs = this.#clock.nowMs();
    if (this.#fullAtMs > nowMs)
      this.#fullAtMs = nowMs + ((this.#fullAtMs - nowMs) * spacingOf(this.#settings)) / spacingOf(before);
  }

  /** Takes a permit and gives 0, or gives the time until there is one, in ms. */
  take(nowMs: number): number {
    const { burst } = this.#settings;
    const spacingMs = spacingOf(this.#settings);
    const fullAtMs = Math.max(this.#fullAtMs, nowMs) + spacingMs;
    const waitMs = fullAtMs - nowMs - burst * spacingMs;
    // A billionth of a permit: what the additions above can be off by.
    if (waitMs > spacingMs * 1e-9) return waitMs;
    this.#fullAtMs = fullAtMs;
    return 0;
  }

  rejection(retryAfterMs: number): RateLimitError {
    return new RateLimitError(`The rate limit "${this.name}" is reached`, retryAfterMs, undefined);
  }

  /**
   * Runs `work` if the rate allows it; never waits.
   *
   * @throws RateLimitError (as a rejection) with `retryAfterMs`
   */
  execute<Value>(work: () => PromiseLike<Value> | Value): Promise<Value> {
    const waitMs = this.take(this.#clock.nowMs());
    return waitMs > 0 ? Promise.reject(this.rejection(waitMs)) : new Promise((resolve) => resolve(work()));
  }
}

function spacingOf({ permits, perMs }: RateLimitSettings): number {
  return perMs / permits;
}
