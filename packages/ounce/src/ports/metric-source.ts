import type { ServiceRef } from '@ounce/core';

export interface MetricRequest extends ServiceRef {
  /** Chosen by the caller; comes back with the reading. */
  readonly id: string;
  /** In the source's own language. */
  readonly query: string;
  /** Base addresses of the instances to read, for sources that read the services themselves. */
  readonly targets: readonly string[];
  /** A label whose values say what a reading above 0 is about; a source that cannot tell leaves the names out. */
  readonly nameBy?: string;
}

/** A reading, or that there is none and why. Never a made-up value: NaN and "no series" are `missing`. */
export type MetricReading =
  | {
      readonly id: string;
      readonly kind: 'value';
      readonly atMs: number;
      readonly value: number;
      /** Values of the request's `nameBy` label where the series is above 0, in order. */
      readonly names?: readonly string[];
    }
  | { readonly id: string; readonly kind: 'missing'; readonly why: string };

/** Where readings come from. */
export interface MetricSource {
  /**
   * Reads all requests in as few round trips as the source allows. Answers every request exactly once, in the same order.
   * A source that cannot be reached at all answers every request with `missing`; it throws only on abort.
   */
  read(requests: readonly MetricRequest[], signal: AbortSignal): Promise<readonly MetricReading[]>;
  /** Throws an OunceError (code, sentence, what to do) when a query cannot be understood. Called when the config is loaded. */
  checkQuery(query: string): void;
  /** Resolves when the source answers; rejects with an OunceError that says how to mend it. For `ounce doctor`. */
  ping(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
