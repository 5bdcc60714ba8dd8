import { type Clock, type ClockTimer, systemClock } from '../clock.ts';
import { Listeners } from '../listeners.ts';
import { duration, type OptionTable, resolveOptions } from '../options.ts';
import type { GuardSettings } from './guard-settings.ts';

/** How often the settings are asked for. Every option is described in docs/guard.md. */
export interface FollowSettings {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

export const followOptions = {
  intervalMs: duration(10_000, 100),
  timeoutMs: duration(5_000, 10),
} satisfies OptionTable;

export interface FollowOptions extends Partial<FollowSettings> {
  /** Where the settings are, as JSON; answered with 304 when nothing has changed since the `ETag` sent along. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Hears why settings were not taken. What is in force stays in force. */
  readonly onError?: (error: unknown) => void;
  /** Called when whoever gives the settings was heard of and has nothing new to say. */
  readonly onUnchanged?: () => void;
}

/**
 * Keeps a guard's settings equal to those at a URL. Whatever goes wrong there, the guard goes on with what it has.
 *
 * @param apply takes new settings, or throws and changes nothing
 * @returns stops the following
 */
export function followSettings(apply: (settings: GuardSettings) => void, options: FollowOptions): () => void {
  const follower = new Follower(apply, options);
  follower.ask();
  return () => follower.stop();
}

class Follower {
  readonly #apply: (settings: GuardSettings) => void;
  readonly #options: FollowOptions;
  readonly #settings: Readonly<FollowSettings>;
  readonly #clock: Clock;
  readonly #stopped = new AbortController();
  readonly #errors = new Listeners<unknown>();
  #timer: ClockTimer | undefined;
  #etag: string | null = null;

  constructor(apply: (settings: GuardSettings) => void, options: FollowOptions) {
    const { url, headers, fetch, clock = systemClock, random, onError, onUnchanged, ...settings } = options;
    if (onError) this.#errors.add(onError);
    this.#apply = apply;
    this.#options = options;
    this.#clock = clock;
    this.#settings = resolveOptions(followOptions, 'follow', settings);
  }

  /** Asks once, then again after the interval give or take a tenth: many instances must not ask in step. */
  async ask(): Promise<void> {
    try {
      await this.#askOnce();
    } catch (error) {
      if (!this.#stopped.signal.aborted) this.#errors.emit(error);
    }
    if (this.#stopped.signal.aborted) return;
    const random = this.#options.random ?? Math.random;
    this.#timer = this.#clock.schedule(
      () => void this.ask(),
      this.#settings.intervalMs * (0.9 + 0.2 * random()),
    );
  }

  stop(): void {
    this.#stopped.abort();
    this.#timer?.cancel();
  }

  async #askOnce(): Promise<void> {
    const { url, headers, fetch = globalThis.fetch } = this.#options;
    const response = await fetch(url, {
      headers: { accept: 'application/json', ...headers, ...(this.#etag && { 'if-none-match': this.#etag }) },
      signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(this.#settings.timeoutMs)]),
    });
    if (response.status === 304)
      return this.#stopped.signal.aborted ? undefined : this.#options.onUnchanged?.();
    if (!response.ok) throw new Error(`${url} answered with status ${response.status}`);
    const settings = (await response.json()) as GuardSettings;
    if (this.#stopped.signal.aborted) return;
    this.#apply(settings);
    this.#etag = response.headers.get('etag');
  }
}
