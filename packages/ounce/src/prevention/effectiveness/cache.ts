import type { Clock } from '../../ports/index.ts';

const staleAfterMs = 600_000;
/** An answer is kept for so many times as long as it took to make, whatever happens meanwhile: at most a hundredth of the time goes into it. */
const restFactor = 100;
const mostEntries = 5_000;

interface Entry {
  readonly value: unknown;
  readonly version: string;
  readonly madeAtMs: number;
  readonly tookMs: number;
}

/** Answers by question, as long as what they rest on has the same version. */
export class AnswerCache {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get<Value>(key: string, version: string, make: () => Value): Value {
    const entry = this.#entries.get(key);
    const nowMs = this.#clock.monotonicMs();
    if (entry) {
      const ageMs = nowMs - entry.madeAtMs;
      if (ageMs < (entry.version === version ? staleAfterMs : restFactor * entry.tookMs))
        return entry.value as Value;
    }
    const value = make();
    const madeAtMs = this.#clock.monotonicMs();
    if (this.#entries.size >= mostEntries) this.#entries.clear();
    this.#entries.set(key, { value, version, madeAtMs, tookMs: madeAtMs - nowMs });
    return value;
  }
}
