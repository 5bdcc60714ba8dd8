/**
 * Keeps retries to a share of the traffic: every call pays in `share`, every retry takes 1 out, and at most `burst` can be saved up. Without it a
 * dependency that fails gets `maxAttempts` times its load at the worst moment.
 *
 * Source: the retry budget of Finagle; gRPC's retry throttling (proposal A6).
 */
export class RetryBudget {
  #saved: number;
  #share: number;
  #burst: number;

  constructor(share: number, burst: number) {
    this.#share = share;
    this.#burst = burst;
    this.#saved = burst;
  }

  /** Retries that could be made at once now. */
  get available(): number {
    return Math.floor(this.#saved);
  }

  configure(share: number, burst: number): void {
    this.#share = share;
    this.#burst = burst;
    this.#saved = Math.min(this.#saved, burst);
  }

  callBegan(): void {
    this.#saved = Math.min(this.#burst, this.#saved + this.#share);
  }

  /** Takes one retry out, if there is one. */
  take(): boolean {
    if (this.#saved < 1) return false;
    this.#saved--;
    return true;
  }
}
