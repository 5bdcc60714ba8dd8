import { binomialCdf } from '../distributions/binomial.ts';
import type { Interval } from '../rates/interval.ts';

export interface MedianEstimate {
  readonly count: number;
  /** Null for no values. */
  readonly median: number | null;
  /** Null where so few values cannot give the level: 95 % needs six. `level` holds what the ranks really reach. */
  readonly interval: Interval | null;
}

/** The middle value, or the mean of the middle two; null for none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/**
 * The median with its distribution-free interval between two order statistics, whose coverage is binomial
 * (Conover, Practical Nonparametric Statistics, 3rd ed., §3.2).
 */
export function medianInterval(values: readonly number[], level = 0.95): MedianEstimate {
  const count = values.length;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = median(sorted);
  const tail = (1 - level) / 2;
  // The largest number of values that may be left out at each end.
  let out = 0;
  while (out + 1 <= count / 2 && binomialCdf(out, count, 0.5) <= tail) out += 1;
  if (out === 0) return { count, median: middle, interval: null };
  return {
    count,
    median: middle,
    interval: {
      low: sorted[out - 1]!,
      high: sorted[count - out]!,
      level: 1 - 2 * binomialCdf(out - 1, count, 0.5),
    },
  };
}
