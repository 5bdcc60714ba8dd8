import { normalQuantile } from '../distributions/normal.ts';
import type { Interval } from '../rates/interval.ts';
import { nthDifference } from './pairwise-differences.ts';
import { rankSumWays } from './rank-distribution.ts';

const EXACT_UP_TO = 60;

export interface Shift {
  /** The median of all differences after − before, in the unit of the values; null for an empty sample. */
  readonly estimate: number | null;
  /** Null where samples so small cannot give the level, as three against three cannot. */
  readonly interval: Interval | null;
}

/**
 * Hodges–Lehmann's shift between two samples, with the interval that belongs to the Mann–Whitney test: its limits are
 * ordered differences (Lehmann, Nonparametrics, 1975, §2.5–2.6; as `wilcox.test(conf.int = TRUE)` in R).
 */
export function hodgesLehmannShift(before: readonly number[], after: readonly number[], level = 0.95): Shift {
  const all = before.length * after.length;
  if (all === 0) return { estimate: null, interval: null };
  const [early, late] = [Float64Array.from(before).sort(), Float64Array.from(after).sort()];
  const nth = (k: number) => nthDifference(early, late, k);
  const estimate = all % 2 === 1 ? nth((all - 1) / 2) : (nth(all / 2 - 1) + nth(all / 2)) / 2;
  const leftOut = differencesLeftOut(before.length, after.length, (1 - level) / 2);
  if (leftOut === 0) return { estimate, interval: null };
  return { estimate, interval: { low: nth(leftOut - 1), high: nth(all - leftOut), level } };
}

/** The largest k with P(U < k) ≤ tail, so that the k-th smallest and k-th largest differences are the limits. */
function differencesLeftOut(n: number, m: number, tail: number): number {
  if (n + m > EXACT_UP_TO) {
    const deviation = Math.sqrt((n * m * (n + m + 1)) / 12);
    return Math.max(0, Math.floor((n * m) / 2 + normalQuantile(tail) * deviation + 0.5));
  }
  const ways = rankSumWays(
    Array.from({ length: n + m }, (_, index) => index + 1),
    m,
  );
  const all = ways.reduce((sum, count) => sum + count, 0);
  const lowest = m * (m + 1);
  let cumulated = 0;
  let k = 0;
  // U = k corresponds to the doubled rank sum m(m+1) + 2k.
  while (2 * k <= n * m) {
    cumulated += ways[lowest + 2 * k] ?? 0;
    if (cumulated / all > tail) break;
    k += 1;
  }
  return k;
}
