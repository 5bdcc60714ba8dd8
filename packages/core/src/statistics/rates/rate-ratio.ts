import { betaQuantileOdds } from '../distributions/beta.ts';
import { findRoot } from '../special/find-root.ts';
import { incompleteBeta } from '../special/incomplete-beta.ts';
import type { Interval } from './interval.ts';
import type { CountedExposure } from './observed-window.ts';

export interface RateRatio {
  /** Rate after ÷ rate before; Infinity after none before, null when there was no incident or no exposure at all. */
  readonly estimate: number | null;
  /** Never too narrow, usually too wide. */
  readonly exact: Interval | null;
  /** On average of the stated level. */
  readonly midP: Interval | null;
  /** Two-sided mid-p value of "the rate did not change". */
  readonly midPValue: number | null;
}

/**
 * The ratio of two Poisson rates, conditional on their total: the count after is then binomial, and the unknown base
 * rate is gone. Exact limits are Clopper–Pearson's (Przyborowski & Wilenski, Biometrika 31 (1940) 313–323), mid-p
 * limits count half of the observed outcome (Lancaster 1961; Berry & Armitage, The Statistician 44 (1995) 417–423).
 * Counts may be real numbers: overdispersed counts come in divided by their dispersion.
 */
export function rateRatio(before: CountedExposure, after: CountedExposure, level = 0.95): RateRatio {
  const total = before.count + after.count;
  if (!(before.exposureDays > 0) || !(after.exposureDays > 0) || !(total > 0)) {
    return { estimate: null, exact: null, midP: null, midPValue: null };
  }
  const exposureRatio = after.exposureDays / before.exposureDays;
  const tail = (1 - level) / 2;
  const share = exposureRatio / (1 + exposureRatio);
  const fewer = midTail(after.count, before.count, share);
  return {
    estimate: after.count / before.count / exposureRatio,
    exact: {
      low: after.count > 0 ? betaQuantileOdds(tail, after.count, before.count + 1) / exposureRatio : 0,
      high:
        before.count > 0
          ? betaQuantileOdds(1 - tail, after.count + 1, before.count) / exposureRatio
          : Number.POSITIVE_INFINITY,
      level,
    },
    midP: {
      low: after.count > 0 ? midLimit(after.count, before.count, 1 - tail) / exposureRatio : 0,
      high:
        before.count > 0
          ? midLimit(after.count, before.count, tail) / exposureRatio
          : Number.POSITIVE_INFINITY,
      level,
    },
    midPValue: Math.min(1, 2 * Math.min(fewer, 1 - fewer)),
  };
}

/** P(fewer than observed) + ½ P(exactly as observed), when each incident falls into the later period with `share`. */
function midTail(after: number, before: number, share: number): number {
  const below = after > 0 ? incompleteBeta(1 - share, before + 1, after) : 0;
  const upTo = before > 0 ? incompleteBeta(1 - share, before, after + 1) : 1;
  return (below + upTo) / 2;
}

/** The odds of the share at which the mid tail equals `probability`. */
function midLimit(after: number, before: number, probability: number): number {
  const f = (logOdds: number) => midTail(after, before, 1 / (1 + Math.exp(-logOdds))) - probability;
  // A single incident can leave the tail at ½ at an end: then the limit lies at that end.
  if (f(-40) <= 0) return 0;
  if (f(40) >= 0) return Number.POSITIVE_INFINITY;
  return Math.exp(findRoot(f, -40, 40));
}
