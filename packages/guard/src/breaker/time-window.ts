import type { Window } from './window.ts';

/** The calls of the last `durationMs`, in `buckets` steps with running totals. A pause of any length empties it in at most `buckets` steps. */
export class TimeWindow implements Window {
  calls = 0;
  failures = 0;
  slowCalls = 0;
  readonly #bucketMs: number;
  readonly #buckets: number;
  readonly #callsIn: Uint32Array;
  readonly #failuresIn: Uint32Array;
  readonly #slowCallsIn: Uint32Array;
  /** The number of the newest bucket since the clock's zero. */
  #newest = -1;
  #slot = 0;

  constructor(durationMs: number, buckets: number) {
    this.#bucketMs = durationMs / buckets;
    this.#buckets = buckets;
    this.#callsIn = new Uint32Array(buckets);
    this.#failuresIn = new Uint32Array(buckets);
    this.#slowCallsIn = new Uint32Array(buckets);
  }

  record(marks: number, nowMs: number): void {
    this.slideTo(nowMs);
    const slot = this.#slot;
    this.calls++;
    this.#callsIn[slot]!++;
    if (marks === 0) return;
    this.failures += marks & 1;
    this.slowCalls += marks >> 1;
    this.#failuresIn[slot]! += marks & 1;
    this.#slowCallsIn[slot]! += marks >> 1;
  }

  slideTo(nowMs: number): void {
    const bucket = Math.floor(nowMs / this.#bucketMs);
    if (bucket <= this.#newest) return;
    const steps = Math.min(bucket - this.#newest, this.#buckets);
    for (let step = 0; step < steps; step++) this.#drop((bucket - step) % this.#buckets);
    this.#newest = bucket;
    this.#slot = bucket % this.#buckets;
  }

  #drop(slot: number): void {
    this.calls -= this.#callsIn[slot]!;
    this.failures -= this.#failuresIn[slot]!;
    this.slowCalls -= this.#slowCallsIn[slot]!;
    this.#callsIn[slot] = 0;
    this.#failuresIn[slot] = 0;
    this.#slowCallsIn[slot] = 0;
  }
}
