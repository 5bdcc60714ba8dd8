import type { Interval } from '../rates/interval.ts';
import type { CountedExposure } from '../rates/observed-window.ts';
import { findRoot } from '../special/find-root.ts';
import { logEvidenceOfFall, logEvidenceOfRise } from './rate-evidence.ts';

/** Ratios outside of e^∓30 are of no interest to anyone. */
const LOG_RATIO_REACH = 30;

/** What a direction must reach so that both together err at most 1 − level of the time, however often one looks. */
export function evidenceThreshold(level: number): number {
  return Math.log(2 / (1 - level));
}

/**
 * An interval for the rate ratio that may be looked at every week: with probability `level` it holds the true ratio at
 * all looks at once (a confidence sequence: Howard, Ramdas, McAuliffe & Sekhon, Annals of Statistics 49 (2021)
 * 1055–1080). It is wider than the interval for one look, and that is its price. Low 0 or high Infinity = no limit yet.
 */
export function rateConfidenceSequence(
  before: CountedExposure,
  after: CountedExposure,
  level = 0.95,
): Interval {
  const threshold = evidenceThreshold(level);
  const tooHigh = (logRatio: number) => logEvidenceOfFall(before, after, Math.exp(logRatio)) - threshold;
  const tooLow = (logRatio: number) => logEvidenceOfRise(before, after, Math.exp(logRatio)) - threshold;
  return {
    low: tooLow(-LOG_RATIO_REACH) > 0 ? Math.exp(findRoot(tooLow, -LOG_RATIO_REACH, LOG_RATIO_REACH)) : 0,
    high:
      tooHigh(LOG_RATIO_REACH) > 0
        ? Math.exp(findRoot(tooHigh, -LOG_RATIO_REACH, LOG_RATIO_REACH))
        : Number.POSITIVE_INFINITY,
    level,
  };
}
