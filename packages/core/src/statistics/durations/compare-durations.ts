import { type MedianDuration, medianDuration, type ObservedDuration } from './kaplan-meier.ts';
import { logRankTest } from './log-rank.ts';
import { rankTest, smallestPossiblePValue } from './rank-test.ts';
import { hodgesLehmannShift, type Shift } from './shift.ts';

export type DurationAnswer = 'shorter' | 'longer' | 'no-difference-shown' | 'not-possible';

export interface DurationComparison {
  readonly before: MedianDuration;
  readonly after: MedianDuration;
  /** Of the durations that have ended, after − before; null while some are open, whose difference nobody knows. */
  readonly shift: Shift | null;
  readonly test: 'rank' | 'log-rank';
  readonly pValue: number | null;
  readonly answer: DurationAnswer;
  /** One sentence, with the reason where no answer is possible. */
  readonly why: string;
}

/**
 * Compares times to detect or to resolve. Without open incidents: Mann–Whitney and Hodges–Lehmann; with open ones, which
 * are censored: Kaplan–Meier medians and the log-rank test. The p-value is for one look, and no claim of improvement
 * rests on it. Where the sample sizes could not give a significant result whatever the values, the answer is
 * `not-possible`.
 */
export function compareDurations(
  before: readonly ObservedDuration[],
  after: readonly ObservedDuration[],
  level = 0.95,
): DurationComparison {
  const medians = { before: medianDuration(before, level), after: medianDuration(after, level) };
  const censored = medians.before.stillOpen + medians.after.stillOpen > 0;
  const values = (durations: readonly ObservedDuration[]) => durations.map(({ duration }) => duration);
  const ranked = censored ? null : rankTest(values(before), values(after));
  const pValue = ranked ? ranked.pValue : logRankTest(before, after).pValue;
  const endedBefore = before.length - medians.before.stillOpen;
  const endedAfter = after.length - medians.after.stillOpen;
  const smallest = smallestPossiblePValue(endedBefore, endedAfter);
  const shift = censored ? null : hodgesLehmannShift(values(before), values(after), level);
  const common = { ...medians, shift, test: censored ? 'log-rank' : 'rank', pValue } as const;
  if (smallest > 1 - level || pValue === null) {
    const why = `${endedBefore} ended incidents before and ${endedAfter} after cannot answer this, whatever their values.`;
    return { ...common, answer: 'not-possible', why };
  }
  if (pValue > 1 - level) {
    return { ...common, answer: 'no-difference-shown', why: 'The difference is within what chance does.' };
  }
  const shorter = ranked ? ranked.pLower < ranked.pHigher : endsSooner(before, after);
  return {
    ...common,
    answer: shorter ? 'shorter' : 'longer',
    why: `Incidents are ${shorter ? 'shorter' : 'longer'} than before, by more than chance does.`,
  };
}

function endsSooner(before: readonly ObservedDuration[], after: readonly ObservedDuration[]): boolean {
  const { observed, expected } = logRankTest(before, after);
  return observed > expected;
}
