import { chiSquareTail } from '../distributions/gamma.ts';
import type { ObservedDuration } from './kaplan-meier.ts';

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
  before: readonly ObservedDuration[],
  after: readonly ObservedDuration[],
): LogRank {
  const all = [
    ...before.map(({ duration, ended }) => ({ duration, ended, after: 0 })),
    ...after.map(({ duration, ended }) => ({ duration, ended, after: 1 })),
  ].sort((a, b) => a.duration - b.duration);
  let observed = 0;
  let expected = 0;
  let variance = 0;
  let atRiskAfter = after.length;
  for (let start = 0; start < all.length; ) {
    const { duration } = all[start]!;
    let end = start;
    let ended = 0;
    let leftAfter = 0;
    while (end < all.length && all[end]!.duration === duration) {
      const each = all[end]!;
      if (each.ended) {
        ended += 1;
        observed += each.after;
      }
      leftAfter += each.after;
      end += 1;
    }
    const atRisk = all.length - start;
    const share = atRiskAfter / atRisk;
    expected += ended * share;
    if (atRisk > 1) variance += (ended * share * (1 - share) * (atRisk - ended)) / (atRisk - 1);
    atRiskAfter -= leftAfter;
    start = end;
  }
  if (variance === 0) return { observed, expected, chiSquare: 0, pValue: null };
  const chiSquare = (observed - expected) ** 2 / variance;
  return { observed, expected, chiSquare, pValue: chiSquareTail(chiSquare, 1) };
}
