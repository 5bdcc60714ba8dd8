import type { Signal, SignalName, Window } from '@ounce/core';

/** A signal, or a count that the platform gives. */
export type SeriesName = SignalName | 'readyReplicas' | 'desiredReplicas';

/** A reading older than this many intervals is stale: one may be lost, two in a row may not. */
const freshForIntervals = 2.5;
/** How long readings are kept: the longest forecast horizon, and as much before it. */
export const keptMs = 20 * 60_000;

/**
 * The newest readings of one signal on typed arrays. A quarter more than the capacity is allocated and moved to the front
 * when it is full, so that the window is always one contiguous piece, given out without a copy and valid until the next `push`.
 */
export class Series {
  readonly name: SeriesName;
  readonly intervalMs: number;
  readonly #capacity: number;
  #times: Float64Array | undefined;
  #values: Float64Array | undefined;
  #end = 0;
  #length = 0;
  #missing: string | undefined;
  /** What the newest reading is about, where its source can say. */
  names: readonly string[] | undefined;

  constructor(name: SeriesName, intervalMs: number) {
    this.name = name;
    this.intervalMs = intervalMs;
    this.#capacity = Math.min(1200, Math.max(60, Math.ceil(keptMs / intervalMs)));
  }

  /** Takes a reading. One that is not a number, not newer than the last, or from the future is not taken. */
  push(atMs: number, value: number, nowMs: number): boolean {
    if (!Number.isFinite(value) || !Number.isFinite(atMs)) return this.miss('the reading was not a number');
    // The clock was set back: what was read before it cannot be put in order with what comes now.
    if (this.lastAtMs > nowMs + this.intervalMs) this.#length = 0;
    if (atMs > nowMs + this.intervalMs)
      return this.miss('the reading came from the future: a clock is wrong');
    if (this.#length > 0 && atMs <= this.lastAtMs)
      return this.miss('the reading was no newer than the last one');
    const allocated = this.#capacity + (this.#capacity >> 2);
    this.#times ??= new Float64Array(allocated);
    this.#values ??= new Float64Array(allocated);
    if (this.#end === allocated) {
      this.#times.copyWithin(0, this.#end - this.#capacity + 1);
      this.#values.copyWithin(0, this.#end - this.#capacity + 1);
      this.#end = this.#capacity - 1;
    }
    this.#times[this.#end] = atMs;
    this.#values[this.#end] = value;
    this.#end++;
    this.#length = Math.min(this.#length + 1, this.#capacity);
    this.#missing = undefined;
    return true;
  }

  /** Notes that there was no reading, and why. */
  miss(why: string): false {
    this.#missing = why;
    return false;
  }

  /** Before the first reading: minus infinity. */
  get lastAtMs(): number {
    return this.#length > 0 ? this.#times![this.#end - 1]! : Number.NEGATIVE_INFINITY;
  }

  get lastValue(): number | undefined {
    return this.#length > 0 ? this.#values?.[this.#end - 1] : undefined;
  }

  get window(): Window {
    if (!this.#times || !this.#values) return { timesMs: [], values: [] };
    const from = this.#end - this.#length;
    return { timesMs: this.#times.subarray(from, this.#end), values: this.#values.subarray(from, this.#end) };
  }

  /** Why the newest reading is too old to act on; undefined while it is fresh. */
  staleBecause(nowMs: number): string | undefined {
    const ageMs = nowMs - this.lastAtMs;
    if (ageMs < -this.intervalMs) return 'the newest reading is from the future: a clock is wrong';
    if (ageMs <= freshForIntervals * this.intervalMs) return undefined;
    const since = Number.isFinite(ageMs)
      ? `the newest reading is ${Math.round(ageMs / 1000)} s old`
      : 'nothing was read yet';
    return this.#missing ? `${since} (${this.#missing})` : since;
  }

  view(nowMs: number): Signal {
    const why = this.staleBecause(nowMs);
    const { window, intervalMs, names } = this;
    const read = { window, intervalMs, ...(names && { names }) };
    return why === undefined ? { kind: 'fresh', ...read } : { kind: 'stale', ...read, why };
  }
}
