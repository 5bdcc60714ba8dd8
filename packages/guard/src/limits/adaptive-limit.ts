import { type Clock, systemClock } from '../clock.ts';
import { count, type OptionTable, resolveOptions } from '../options.ts';
import { ConcurrencyLimitError, SettingsError } from '../rejection.ts';

/** The bounds within which the limit finds its own level. Every option is described in docs/guard.md. */
export interface AdaptiveLimitSettings {
  readonly initialLimit: number;
  readonly minLimit: number;
  readonly maxLimit: number;
  /** How many times slower than usual calls may get before the limit goes down. */
  readonly tolerance: number;
}

export const adaptiveLimitOptions = {
  initialLimit: count('calls', 20, 1),
  minLimit: count('calls', 1, 1),
  maxLimit: count('calls', 1_000, 1),
  tolerance: { kind: 'number', unit: 'times', default: 1.5, min: 1, max: 10 },
} satisfies OptionTable;

export interface AdaptiveLimitOptions extends Partial<AdaptiveLimitSettings> {
  readonly name: string;
  readonly clock?: Clock;
}

/** Weight of one sample in the present latency, and in that of a server that is not busy. */
const presentWeight = 0.1;
const calmWeight = 0.05;
/** Share of the way to the new limit that one sample goes. */
const smoothing = 0.2;
/** What a failure or a timeout leaves of the limit. */
const backOff = 0.9;
/** After this many samples the limit dips for a moment: the only way to see a calm server while there is always more to do. */
const samplesPerDip = 1_000;

/**
 * A concurrency limit that follows latency: while calls take about as long as on a calm server it grows by the square root of itself; when they take
 * longer, they are queueing somewhere, and it shrinks in proportion. Failures shrink it by a tenth.
 *
 * Source: the gradient algorithm of Netflix' concurrency-limits (2018), after TCP Vegas. That algorithm compares with the long-term average,
 * which under lasting overload becomes the overload itself; here the calm latency is measured at half the limit, as BBR does it
 * (Cardwell et al., ACM Queue 2016).
 */
export class AdaptiveLimit {
  readonly name: string;
  readonly #clock: Clock;
  #settings: Readonly<AdaptiveLimitSettings>;
  #limit: number;
  #presentMs = Number.NaN;
  #calmMs = Number.NaN;
  #samples = 0;
  /** The limit to go back to after a dip, and how many samples that takes; `null` outside of one. */
  #dip: { readonly limit: number; samples: number } | null = null;
  #inFlight = 0;

  constructor(options: AdaptiveLimitOptions) {
    const { name, clock = systemClock, ...settings } = options;
    this.name = name;
    this.#clock = clock;
    this.#settings = resolveAdaptiveLimitSettings(settings);
    this.#limit = this.#settings.initialLimit;
  }

  /** Calls that may be in flight now. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** @throws SettingsError and changes nothing */
  configure(changes: Partial<AdaptiveLimitSettings>): void {
    this.#settings = resolveAdaptiveLimitSettings(changes, 'adaptiveLimit', this.#settings);
    this.#limit = this.#clamp(this.#limit);
  }

  tryAcquire(): boolean {
    if (this.#inFlight >= this.limit) return false;
    this.#inFlight++;
    return true;
  }

  /** @param durationMs how long the work really took; `NaN` when that says nothing (a cancelled call) */
  release(durationMs: number, failed: boolean): void {
    const inFlight = this.#inFlight--;
    if (failed) this.#limit = this.#clamp(this.#limit * backOff);
    else if (durationMs > 0) this.#learn(durationMs, inFlight);
  }

  rejection(): ConcurrencyLimitError {
    return new ConcurrencyLimitError(
      `The concurrency limit "${this.name}" (${this.limit}) is reached`,
      undefined,
      undefined,
    );
  }

  /** @throws ConcurrencyLimitError (as a rejection) when the limit is reached */
  async execute<Value>(work: () => PromiseLike<Value> | Value): Promise<Value> {
    if (!this.tryAcquire()) throw this.rejection();
    const startedMs = this.#clock.nowMs();
    let failed = true;
    try {
      const value = await work();
      failed = false;
      return value;
    } finally {
      this.release(this.#clock.nowMs() - startedMs, failed);
    }
  }

  #learn(durationMs: number, inFlight: number): void {
    this.#presentMs = average(this.#presentMs, durationMs, presentWeight);
    const dip = this.#dip;
    const isCalm = inFlight <= (dip?.limit ?? this.#limit) / 2;
    if (isCalm || Number.isNaN(this.#calmMs)) this.#calmMs = average(this.#calmMs, durationMs, calmWeight);
    if (dip !== null) {
      if (--dip.samples > 0) return;
      this.#limit = this.#clamp(dip.limit);
      this.#dip = null;
    }
    // A limit that is not being used says nothing about whether it is too low.
    if (isCalm) return;
    const gradient = Math.min(1, Math.max(0.5, (this.#settings.tolerance * this.#calmMs) / this.#presentMs));
    const wanted = this.#limit * gradient + Math.sqrt(this.#limit);
    this.#limit = this.#clamp(this.#limit + ((wanted - this.#limit) * smoothing) / inFlight);
    if (++this.#samples % samplesPerDip === 0) this.#beginDip();
  }

  /** Long enough for everything that is in flight to end and for as much again to be measured. */
  #beginDip(): void {
    this.#dip = { limit: this.#limit, samples: Math.ceil(3 * this.#limit) };
    this.#limit = this.#clamp(this.#limit / 2);
  }

  #clamp(limit: number): number {
    return Math.min(this.#settings.maxLimit, Math.max(this.#settings.minLimit, limit));
  }
}

/** An exponentially weighted mean; the first sample stands for itself. */
function average(mean: number, sample: number, weight: number): number {
  return Number.isNaN(mean) ? sample : mean + (sample - mean) * weight;
}

/** @throws SettingsError when a value is out of range, or the three limits are not in order */
export function resolveAdaptiveLimitSettings(
  given: Partial<AdaptiveLimitSettings>,
  path = 'adaptiveLimit',
  base?: AdaptiveLimitSettings,
): Readonly<AdaptiveLimitSettings> {
  const settings = resolveOptions<AdaptiveLimitSettings>(adaptiveLimitOptions, path, given, base);
  const { minLimit, initialLimit, maxLimit } = settings;
  if (minLimit > initialLimit || initialLimit > maxLimit)
    throw new SettingsError(
      `${path}.initialLimit`,
      `must lie between minLimit (${minLimit}) and maxLimit (${maxLimit}); it is ${initialLimit}`,
    );
  return settings;
}
