import { WheelEntry } from '../timer-wheel.ts';

/** The time between two attempts of one call. */
export class Pause extends WheelEntry {
  readonly #sleeper: { resume(nowMs: number): void };

  constructor(sleeper: { resume(nowMs: number): void }) {
    super();
    this.#sleeper = sleeper;
  }

  override expired(nowMs: number): void {
    this.#sleeper.resume(nowMs);
  }
}
