import { rankTest } from '../durations/rank-test.ts';
import {
  type DispersionAllowance,
  dispersionAllowance,
  dispersionBlockDays,
  effectiveCount,
} from '../rates/dispersion.ts';
import { blocksOf, type CountedExposure, countIn, type ObservedWindow } from '../rates/observed-window.ts';
import { evidenceThreshold } from './rate-confidence-sequence.ts';
import { logEvidenceOfFall, logEvidenceOfRise } from './rate-evidence.ts';

/** The blocks whose ranks are compared: long enough that bursts stay within one. */
export const rankBlockDays = 28;
/** One-sided; the blocks must by themselves rank apart so clearly. */
export const rankLimit = 0.02;

export interface RateClaim {
  readonly claim: 'fell' | 'rose' | 'none';
  readonly dispersion: DispersionAllowance;
  /** Counts divided by their dispersion. */
  readonly before: CountedExposure;
  readonly after: CountedExposure;
  readonly logEvidenceOfFall: number;
  readonly logEvidenceOfRise: number;
}

/**
 * Whether the rate fell or rose, so that the level holds however often one looks and also for incidents that come in
 * bursts. Two conditions: anytime-valid evidence on counts divided by their dispersion, and the ranks of the four-week
 * counts, which need no model of the bursts. Their thresholds were set together, on simulated histories with no effect.
 * @param timesMs when incidents started, in any order; those outside both windows are ignored.
 */
export function rateClaim(
  timesMs: readonly number[],
  beforeWindow: ObservedWindow,
  afterWindow: ObservedWindow,
  level = 0.95,
): RateClaim {
  const dispersion = dispersionAllowance(
    dispersionBlockDays.map((blockDays) => ({
      blockDays,
      periods: blocksOfBoth(timesMs, beforeWindow, afterWindow, blockDays),
    })),
  );
  const before = effectiveCount(countIn(beforeWindow, timesMs), dispersion.factor);
  const after = effectiveCount(countIn(afterWindow, timesMs), dispersion.factor);
  const fall = logEvidenceOfFall(before, after);
  const rise = logEvidenceOfRise(before, after);
  const threshold = evidenceThreshold(level);
  let claim: RateClaim['claim'] = 'none';
  if (fall >= threshold || rise >= threshold) {
    const blocks = blocksOfBoth(timesMs, beforeWindow, afterWindow, rankBlockDays);
    const ranks = rankTest(dailyRates(blocks[0]), dailyRates(blocks[1]));
    if (fall >= threshold && ranks.pLower <= rankLimit) claim = 'fell';
    if (rise >= threshold && ranks.pHigher <= rankLimit) claim = 'rose';
  }
  return { claim, dispersion, before, after, logEvidenceOfFall: fall, logEvidenceOfRise: rise };
}

/** Whole blocks that touch the change from both sides: backward from it, and forward. */
export function blocksOfBoth(
  timesMs: readonly number[],
  before: ObservedWindow,
  after: ObservedWindow,
  blockDays: number,
): readonly [CountedExposure[], CountedExposure[]] {
  return [blocksOf(before, timesMs, blockDays, 'end'), blocksOf(after, timesMs, blockDays, 'start')];
}

export function dailyRates(blocks: readonly CountedExposure[]): number[] {
  return blocks.map(({ count, exposureDays }) => count / exposureDays);
}
