import { type DurationSample, type ObservedDuration, sampleOf } from './duration-sample.ts';
import { type MedianDuration, medianDuration } from './kaplan-meier.ts';
import { logRankTest } from './log-rank.ts';
import { rankTest, smallestPossiblePValue } from './rank-test.ts';
import { hodgesLehmannShift, type Shift } from './shift.ts';

export type DurationAnswer = 'shorter' | 'longer' | 'no-difference-shown' | 'not-possible';

export interface DurationComparison {
  readonly before: MedianDuration;
  readonly after: MedianDuration;
  /** After − before; open ones widen its interval to whatever may become of them. */
  readonly shift: Shift;
  readonly test: 'rank' | 'log-rank';
  readonly pValue: number | null;
  readonly answer: DurationAnswer;
  /** One sentence, with the reason where no answer is possible. */
  readonly why: string;
}

/**
 * Compares times to detect or to resolve by their medians and the Hodges–Lehmann shift. Without open incidents: Mann–Whitney;
 * with open ones, which are censored: Kaplan–Meier medians and the log-rank test. The p-value is for one look (for every look:
 * `timesClaim`). Where the sample sizes could not give a significant result whatever the values, the answer is
 * `not-possible`.
 */
export function compareDurations(
  before: readonly ObservedDuration[] | DurationSample,
  after: readonly ObservedDuration[] | DurationSample,
  level = 0.95,
): DurationComparison {
  const [early, late] = [sampleOf(before), sampleOf(after)];
  const medians = { before: medianDuration(early, level), after: medianDuration(late, level) };
  const censored = early.open.length + late.open.length > 0;
  const { pValue, shorter } = censored ? byLogRank(early, late) : byRanks(early, late);
  const shift = hodgesLehmannShift(early, late, level);
  const common = { ...medians, shift, test: censored ? 'log-rank' : 'rank', pValue } as const;
  const [endedBefore, endedAfter] = [early.ended.length, late.ended.length];
  if (smallestPossiblePValue(endedBefore, endedAfter) > 1 - level || pValue === null) {
    const why = `${endedBefore} ended incidents before and ${endedAfter} after cannot answer this, whatever their values.`;
    return { ...common, answer: 'not-possible', why };
  }
  if (pValue > 1 - level) {
    return { ...common, answer: 'no-difference-shown', why: 'The difference is within what chance does.' };
  }
  return {
    ...common,
    answer: shorter ? 'shorter' : 'longer',
    why: `Incidents are ${shorter ? 'shorter' : 'longer'} than before, by more than chance does.`,
  };
}

function byRanks(before: DurationSample, after: DurationSample) {
  const { pValue, pLower, pHigher } = rankTest(before.ended, after.ended);
  return { pValue, shorter: pLower < pHigher };
}

function byLogRank(before: DurationSample, after: DurationSample) {
  const { pValue, observed, expected } = logRankTest(before, after);
  return { pValue, shorter: observed > expected };
}
