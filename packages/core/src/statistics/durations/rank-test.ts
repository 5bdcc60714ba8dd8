import { normalCdf } from '../distributions/normal.ts';
import { logBinomialCoefficient } from '../special/gamma-function.ts';
import { rankSumWays, rankTogether } from './rank-distribution.ts';

/** Up to this many values the permutation distribution is computed exactly. */
const EXACT_UP_TO = 60;

export interface RankTest {
  /** Pairs in which the value after is the larger, equal ones counted half (Mann–Whitney's U of the sample after). */
  readonly u: number;
  /** P(a value after is below a value before), equal ones counted half: 0.5 means no shift. Null for an empty sample. */
  readonly shareBelow: number | null;
  /** One-sided: so low, or so high, or lower (higher) by chance. */
  readonly pLower: number;
  readonly pHigher: number;
  readonly pValue: number;
  /** The smallest two-sided p-value that samples of these sizes could ever give: 0.1 for three against three. */
  readonly smallestPossible: number;
  readonly exact: boolean;
}

/**
 * Mann–Whitney's test of two samples, as a permutation test of the rank sum: exact, ties included, up to 60 values in
 * all; beyond that normal with continuity and tie correction (Hollander, Wolfe & Chicken, Nonparametric Statistical
 * Methods, 3rd ed., §4.1). Empty samples give p = 1.
 */
export function rankTest(before: ArrayLike<number>, after: ArrayLike<number>): RankTest {
  const n = before.length;
  const m = after.length;
  if (n === 0 || m === 0) {
    return { u: 0, shareBelow: null, pLower: 1, pHigher: 1, pValue: 1, smallestPossible: 1, exact: true };
  }
  const { ranks, rankSum } = rankTogether(Float64Array.from(before).sort(), Float64Array.from(after).sort());
  const exact = n + m <= EXACT_UP_TO;
  const { pLower, pHigher } = exact ? exactTails(ranks, m, rankSum) : normalTails(ranks, n, m, rankSum);
  const u = rankSum - (m * (m + 1)) / 2;
  return {
    u,
    shareBelow: 1 - u / (n * m),
    pLower,
    pHigher,
    pValue: Math.min(1, 2 * Math.min(pLower, pHigher)),
    smallestPossible: smallestPossiblePValue(n, m),
    exact,
  };
}

/** 2 / (n+m over m): both extreme orders, among all the orders there are. */
export function smallestPossiblePValue(n: number, m: number): number {
  return Math.min(1, 2 * Math.exp(-logBinomialCoefficient(n + m, m)));
}

function exactTails(ranks: Float64Array, m: number, rankSum: number) {
  const ways = rankSumWays(ranks, m);
  const observed = Math.round(rankSum * 2);
  let all = 0;
  let low = 0;
  let high = 0;
  ways.forEach((count, sum) => {
    all += count;
    if (sum <= observed) low += count;
    if (sum >= observed) high += count;
  });
  return { pLower: low / all, pHigher: high / all };
}

function normalTails(ranks: Float64Array, n: number, m: number, rankSum: number) {
  const total = n + m;
  const middle = (total + 1) / 2;
  const scatter = ranks.reduce((sum, rank) => sum + (rank - middle) ** 2, 0);
  const deviation = Math.sqrt((n * m * scatter) / (total * (total - 1)));
  if (deviation === 0) return { pLower: 1, pHigher: 1 };
  const distance = rankSum - m * middle;
  return {
    pLower: normalCdf((distance + 0.5) / deviation),
    pHigher: normalCdf((0.5 - distance) / deviation),
  };
}
