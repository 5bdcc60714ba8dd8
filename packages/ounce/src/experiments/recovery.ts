import type { Truth } from '@ounce/core';

/**
 * Finds the first moment, not before `fromMs`, of a normal that then held for `holdMs`. Feed it the steady state's truth
 * as it is read. "Unknown" ends a normal: a time in which nothing fresh could be read is not known to be normal.
 */
export class RecoveryWatch {
  readonly #fromMs: number;
  readonly #holdMs: number;
  #normalSinceMs: number | undefined;
  #normalAtMs: number | undefined;

  constructor(fromMs: number, holdMs: number) {
    this.#fromMs = fromMs;
    this.#holdMs = holdMs;
  }

  /** `atMs` is when the newest of the readings was taken. */
  see(atMs: number, normal: Truth): void {
    if (this.#normalAtMs !== undefined || atMs < this.#fromMs) return;
    if (normal !== 'true') this.#normalSinceMs = undefined;
    else {
      this.#normalSinceMs ??= atMs;
      if (atMs - this.#normalSinceMs >= this.#holdMs) this.#normalAtMs = this.#normalSinceMs;
    }
  }

  /** Undefined until a normal has held. */
  get normalAtMs(): number | undefined {
    return this.#normalAtMs;
  }
}
