import { rankTest } from '../durations/rank-test.ts';
import { improvementProbability } from '../rates/improvement-probability.ts';
import { type IncidentRate, incidentRate } from '../rates/incident-rate.ts';
import type { Interval } from '../rates/interval.ts';
import { type CountedExposure, countIn, type ObservedWindow } from '../rates/observed-window.ts';
import { type RateRatio, rateRatio } from '../rates/rate-ratio.ts';
import { incidentFreeDaysNeeded } from './incident-free-days.ts';
import {
  blocksOfBoth,
  dailyRates,
  type RateClaim,
  rankBlockDays,
  rankLimit,
  rateClaim,
} from './rate-claim.ts';
import { rateConfidenceSequence } from './rate-confidence-sequence.ts';

/** Ten years of four-week blocks. */
const MOST_BLOCKS = 130;

export interface RateChange {
  /** Their intervals are widened for dispersion. */
  readonly before: IncidentRate;
  readonly after: IncidentRate;
  /** As if every incident were independent; for one look. */
  readonly ratio: RateRatio;
  /** The same with the counts divided by their dispersion; for one look. */
  readonly widened: RateRatio;
  /** Divided by their dispersion as well, and valid at every look. */
  readonly sequence: Interval;
  /** The verdict on the rate alone, with the dispersion allowed for. */
  readonly evidence: RateClaim;
  /** That the rate fell at all, given the counts divided by their dispersion; null without exposure. */
  readonly improvementProbability: number | null;
  /** How many more days without an incident would show the fall; 0 when shown, null when none would. */
  readonly incidentFreeDays: number | null;
}

/** Everything about the rate before and after: what was seen, how sure it is, and what is still missing. */
export function rateChange(
  timesMs: readonly number[],
  beforeWindow: ObservedWindow,
  afterWindow: ObservedWindow,
  level = 0.95,
): RateChange {
  const before = countIn(beforeWindow, timesMs);
  const after = countIn(afterWindow, timesMs);
  const evidence = rateClaim(timesMs, beforeWindow, afterWindow, level);
  const blocks = blocksOfBoth(timesMs, beforeWindow, afterWindow, rankBlockDays);
  const forEvidence = incidentFreeDaysNeeded(evidence.before, evidence.after, level);
  const forRanks = forEvidence === null ? null : daysUntilRanked(blocks, after.exposureDays, forEvidence);
  return {
    before: incidentRate(before, level, evidence.dispersion.factor),
    after: incidentRate(after, level, evidence.dispersion.factor),
    ratio: rateRatio(before, after, level),
    widened: rateRatio(evidence.before, evidence.after, level),
    sequence: rateConfidenceSequence(evidence.before, evidence.after, level),
    evidence,
    improvementProbability: improvementProbability(evidence.before, evidence.after),
    incidentFreeDays: forEvidence === null || forRanks === null ? null : Math.max(forEvidence, forRanks),
  };
}

/**
 * Days, at least so many, until so many quiet blocks have been added that the blocks rank apart; null when no number of
 * them does.
 */
function daysUntilRanked(
  [before, after]: readonly [CountedExposure[], CountedExposure[]],
  daysAfter: number,
  leastDays: number,
): number | null {
  const early = dailyRates(before);
  const late = dailyRates(after);
  const begun = Math.max(0, daysAfter - late.length * rankBlockDays);
  const least = Math.min(MOST_BLOCKS, Math.floor((begun + leastDays) / rankBlockDays));
  for (let more = least; more <= MOST_BLOCKS; more++) {
    if (rankTest(early, [...late, ...new Array<number>(more).fill(0)]).pLower <= rankLimit) {
      return Math.max(0, Math.ceil(more * rankBlockDays - begun));
    }
  }
  return null;
}
