interface Tally {
  requests: number;
  bytes: number;
  /** Time spent on reading the answers, on the governor's own thread. */
  parseMs: number;
}

export interface ReadTally extends Readonly<Tally> {
  /** Base address of an instance. */
  readonly target: string;
}

/** Counts what reading the services costs, by instance. */
export class ReadMeter {
  readonly #tallies = new Map<string, Tally>();
  readonly sinceMs: number;

  constructor(nowMs: number) {
    this.sinceMs = nowMs;
  }

  readonly count = (target: string, bytes: number, parseMs: number): void => {
    const tally = this.#tallies.get(target) ?? { requests: 0, bytes: 0, parseMs: 0 };
    tally.requests++;
    tally.bytes += bytes;
    tally.parseMs += parseMs;
    this.#tallies.set(target, tally);
  };

  get tallies(): readonly ReadTally[] {
    return [...this.#tallies].map(([target, tally]) => ({ target, ...tally }));
  }
}
