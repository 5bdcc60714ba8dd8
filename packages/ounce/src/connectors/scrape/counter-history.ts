import type { Sample } from './exposition.ts';

interface Reading {
  readonly monotonicMs: number;
  readonly samples: readonly Sample[];
}

/** How far one counter has come since the reading before. */
export interface Increase {
  readonly labels: readonly string[];
  readonly increase: number;
  readonly seconds: number;
}

interface Remembered {
  readonly reading: Reading;
  readonly read: object;
  readonly increases: readonly Increase[] | undefined;
}

/**
 * Remembers the last reading of each counter of each instance, by key. Keys hold the query, so that a query read every
 * 10 s has a window of 10 s, whoever else reads the same instance in between.
 */
export class CounterHistory {
  readonly #remembered = new Map<string, Remembered>();
  readonly #longestGapMs: number;

  constructor(longestGapMs: number) {
    this.#longestGapMs = longestGapMs;
  }

  /**
   * Takes the newest reading in and says what has happened since the one before; undefined when there is none that is
   * recent enough. `read` stands for one call of the source: within it, the same question has the same answer.
   */
  advance(key: string, reading: Reading, read: object): readonly Increase[] | undefined {
    const last = this.#remembered.get(key);
    if (last?.read === read) return last.increases;
    const elapsedMs = last ? reading.monotonicMs - last.reading.monotonicMs : Number.POSITIVE_INFINITY;
    const usable = last && elapsedMs > 0 && elapsedMs <= this.#longestGapMs;
    const increases = usable ? increasesBetween(last.reading, reading) : undefined;
    this.#remembered.set(key, { reading, read, increases });
    return increases;
  }

  /** Drops what is too old to count from: instances that are gone, queries that nobody asks any more. */
  forget(monotonicMs: number): void {
    for (const [key, { reading }] of this.#remembered) {
      if (monotonicMs - reading.monotonicMs > this.#longestGapMs) this.#remembered.delete(key);
    }
  }
}

function increasesBetween(before: Reading, now: Reading): readonly Increase[] {
  const previous = new Map(before.samples.map((sample) => [sample.series, sample]));
  // All counters of a process start again together, so one that went down tells it for the others.
  const restarted = now.samples.some(({ series, value }) => value < (previous.get(series)?.value ?? 0));
  const elapsedMs = now.monotonicMs - before.monotonicMs;
  return now.samples.flatMap((sample) => {
    const last = previous.get(sample.series);
    const ownElapsedMs = (sample.timestampMs ?? Number.NaN) - (last?.timestampMs ?? Number.NaN);
    const seconds = (Number.isNaN(ownElapsedMs) ? elapsedMs : ownElapsedMs) / 1000;
    // An exporter that stamps its samples has nothing new to say until the stamp moves.
    if (seconds <= 0) return [];
    // A counter that was not there before, in a process that was, was born at zero in between.
    const from = restarted ? 0 : (last?.value ?? 0);
    return [{ labels: sample.labels, increase: sample.value - from, seconds }];
  });
}
