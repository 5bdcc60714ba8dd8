import { normalQuantile } from '../distributions/normal.ts';
import type { Interval } from '../rates/interval.ts';
import { type DurationSample, durationSample } from './duration-sample.ts';
import { nthDifference } from './pairwise-differences.ts';
import { rankSumWays } from './rank-distribution.ts';

const EXACT_UP_TO = 60;

export interface Shift {
  /** The median of all differences after − before, in the unit of the values; null for an empty sample, or where open ones hide it. */
  readonly estimate: number | null;
  /** Null where samples so small cannot give the level, as three against three cannot; infinite where open ones leave no limit. */
  readonly interval: Interval | null;
}

/**
 * Hodges–Lehmann's shift between two samples, with the interval that belongs to the Mann–Whitney test: its limits are
 * ordered differences (Lehmann, Nonparametrics, 1975, §2.5–2.6; as `wilcox.test(conf.int = TRUE)` in R).
 * Open ones count as the longest of all in the estimate, and in each limit as what moves it farthest: ended as soon as they were
 * last seen, or never. So whatever becomes of them, the interval is not too narrow.
 */
export function hodgesLehmannShift(
  before: readonly number[] | DurationSample,
  after: readonly number[] | DurationSample,
  level = 0.95,
): Shift {
  const [early, late] = [sampleIn(before), sampleIn(after)];
  const sizes = [sizeOf(early), sizeOf(late)] as const;
  const all = sizes[0] * sizes[1];
  if (all === 0) return { estimate: null, interval: null };
  // So long that a difference to it is told from every other one.
  const never = 2 * Math.max(longest(early), longest(late)) + 1;
  const someOpen = early.open.length + late.open.length > 0;
  const known = (difference: number) =>
    someOpen && Math.abs(difference) > never / 2
      ? Math.sign(difference) * Number.POSITIVE_INFINITY
      : difference;
  const [earlyNever, lateNever] = [withOpen(early, never), withOpen(late, never)];
  const middle = nthDifference(earlyNever, lateNever, Math.floor(all / 2));
  const other = all % 2 === 1 ? middle : nthDifference(earlyNever, lateNever, all / 2 - 1);
  const estimate = known((middle + other) / 2);
  const leftOut = differencesLeftOut(...sizes, (1 - level) / 2);
  if (leftOut === 0) return { estimate: finite(estimate), interval: null };
  const low = known(nthDifference(earlyNever, withOpen(late), leftOut - 1));
  const high = known(nthDifference(withOpen(early), lateNever, all - leftOut));
  return { estimate: finite(estimate), interval: { low, high, level } };
}

const sampleIn = (of: readonly number[] | DurationSample) => ('open' in of ? of : durationSample(of));
const sizeOf = ({ ended, open }: DurationSample) => ended.length + open.length;
const longest = ({ ended, open }: DurationSample) => Math.max(ended.at(-1) ?? 0, open.at(-1) ?? 0);
const finite = (value: number) => (Number.isFinite(value) ? value : null);

/** All of them, those that are open as if they had ended at `endedAt`, or when they were last seen. */
function withOpen({ ended, open }: DurationSample, endedAt?: number): Float64Array {
  if (open.length === 0) return ended;
  const all = new Float64Array(ended.length + open.length);
  all.set(ended);
  all.set(endedAt === undefined ? open : open.map(() => endedAt), ended.length);
  return all.sort();
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
