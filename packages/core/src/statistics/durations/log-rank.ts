import { chiSquareTail } from '../distributions/gamma.ts';
import { type DurationSample, type ObservedDuration, sampleOf } from './duration-sample.ts';

export interface LogRank {
  /** Durations that ended after the change, and how many would have if nothing had changed. */
  readonly observed: number;
  readonly expected: number;
  readonly chiSquare: number;
  /** Two-sided, approximate (chi-square with one degree of freedom); null when nothing can be compared. */
  readonly pValue: number | null;
}

/** The log-rank test of two sets of durations, open ones as censored. Mantel 1966; Peto & Peto, JRSS A 135 (1972). */
export function logRankTest(
  before: readonly ObservedDuration[] | DurationSample,
  after: readonly ObservedDuration[] | DurationSample,
): LogRank {
  const [early, late] = [new Walk(sampleOf(before)), new Walk(sampleOf(after))];
  let observed = 0;
  let expected = 0;
  let variance = 0;
  for (;;) {
    const time = Math.min(early.next, late.next);
    if (time === Number.POSITIVE_INFINITY) break;
    const atRiskAfter = late.atRiskAt(time);
    const atRisk = early.atRiskAt(time) + atRiskAfter;
    const endedAfter = late.endAt(time);
    const ended = early.endAt(time) + endedAfter;
    observed += endedAfter;
    const share = atRiskAfter / atRisk;
    expected += ended * share;
    if (atRisk > 1) variance += (ended * share * (1 - share) * (atRisk - ended)) / (atRisk - 1);
  }
  if (variance === 0) return { observed, expected, chiSquare: 0, pValue: null };
  const chiSquare = (observed - expected) ** 2 / variance;
  return { observed, expected, chiSquare, pValue: chiSquareTail(chiSquare, 1) };
}

/** One sample, in the order of its times. */
class Walk {
  readonly #sample: DurationSample;
  #ended = 0;
  #gone = 0;

  constructor(sample: DurationSample) {
    this.#sample = sample;
  }

  /** When the next one ends. */
  get next(): number {
    return this.#sample.ended[this.#ended] ?? Number.POSITIVE_INFINITY;
  }

  /** How many last at least so long. */
  atRiskAt(time: number): number {
    const { ended, open } = this.#sample;
    while (this.#gone < open.length && open[this.#gone]! < time) this.#gone += 1;
    return ended.length - this.#ended + open.length - this.#gone;
  }

  /** How many end just then; they are gone after it. */
  endAt(time: number): number {
    const from = this.#ended;
    while (this.next === time) this.#ended += 1;
    return this.#ended - from;
  }
}
