import { type Clock, systemClock } from '../clock.ts';
import { count, duration, type OptionTable, resolveOptions } from '../options.ts';
import { StaleCache } from './stale-cache.ts';

/** How long old values stand in. Every option is described in docs/guard.md. */
export interface FallbackSettings {
  /** Values older than this are not used. */
  readonly maxAgeMs: number;
  readonly maxEntries: number;
}

export const fallbackOptions = {
  maxAgeMs: duration(300_000, 1),
  maxEntries: count('values', 1_000, 1),
} satisfies OptionTable;

export interface FallbackOptions<Value> extends Partial<FallbackSettings> {
  readonly clock?: Clock;
  /** The last way out: what to answer when there is no value, not even an old one. Left out, the call fails. */
  readonly default?: (key: string, error: unknown) => Value;
  /** Whether an error may be covered by an old value or the default. By default every error may. */
  readonly covers?: (error: unknown) => boolean;
}

/** A value that says where it comes from. `error` is what it stands in for. */
export type Sourced<Value> =
  | { readonly source: 'fresh'; readonly value: Value; readonly ageMs: 0 }
  | { readonly source: 'stale'; readonly value: Value; readonly ageMs: number; readonly error: unknown }
  | { readonly source: 'default'; readonly value: Value; readonly error: unknown };

/** The way out when a dependency does not answer: fresh → stale, marked with its age → default → fail fast. */
export class Fallback<Value> {
  readonly used: Record<Sourced<Value>['source'], number> = { fresh: 0, stale: 0, default: 0 };
  /** Calls for which there was no way out. */
  failed = 0;
  readonly #clock: Clock;
  readonly #settings: Readonly<FallbackSettings>;
  readonly #options: FallbackOptions<Value>;
  readonly #cache: StaleCache<Value>;

  /** @throws SettingsError when a value is out of range */
  constructor(options: FallbackOptions<Value> = {}) {
    const { clock = systemClock, default: last, covers, ...settings } = options;
    this.#clock = clock;
    this.#options = options;
    this.#settings = resolveOptions(fallbackOptions, 'fallback', settings);
    this.#cache = new StaleCache(this.#settings.maxEntries);
  }

  /**
   * Loads, and when that fails answers with what there is. A caller's own cancel is never covered.
   *
   * @param key what the value is remembered under
   * @param signal the caller's cancel, if the load listens to one
   */
  async get(
    key: string,
    load: () => PromiseLike<Value> | Value,
    signal?: AbortSignal,
  ): Promise<Sourced<Value>> {
    try {
      const value = await load();
      this.#cache.set(key, value, this.#clock.nowMs());
      this.used.fresh++;
      return { source: 'fresh', value, ageMs: 0 };
    } catch (error) {
      if (!signal?.aborted && (this.#options.covers?.(error) ?? true)) {
        const standIn = this.#standIn(key, error);
        if (standIn) return standIn;
      }
      this.failed++;
      throw error;
    }
  }

  #standIn(key: string, error: unknown): Sourced<Value> | undefined {
    const aged = this.#cache.get(key, this.#clock.nowMs(), this.#settings.maxAgeMs);
    if (aged) {
      this.used.stale++;
      return { source: 'stale', ...aged, error };
    }
    if (!this.#options.default) return undefined;
    const value = this.#options.default(key, error);
    this.used.default++;
    return { source: 'default', value, error };
  }
}
