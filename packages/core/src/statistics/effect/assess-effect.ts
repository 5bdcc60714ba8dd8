import { type RegressionToMean, regressionToMean } from '../attribution/regression-to-mean.ts';
import { burstsSay } from '../rates/dispersion.ts';
import { countIn } from '../rates/observed-window.ts';
import { type RateChange, rateChange } from '../sequential/rate-change.ts';
import { type DowntimeChange, downtimeChange } from './downtime-change.ts';
import { type DurationsChange, durationsChange } from './durations-change.ts';
import { headline } from './headline.ts';
import type { EffectIncident, EffectQuestion, MonitorChange } from './question.ts';
import { type SeverityChange, severityChange } from './severity-change.ts';
import { type EffectVerdict, type VerdictInput, verdictOf } from './verdict.ts';
import { type WhenItChanged, whenItChanged } from './when-it-changed.ts';

/** The answer and what it rests on. */
export interface EffectAnswer {
  readonly verdict: EffectVerdict;
  /** One sentence for a person; a disagreement is the headline, and too little data is "not yet known". */
  readonly headline: string;
  /** What else must be known to read it rightly. */
  readonly notes: readonly string[];
  readonly rate: RateChange;
  readonly downtime: DowntimeChange;
  readonly severity: SeverityChange;
  /** Those within the two windows. */
  readonly monitorChanges: readonly MonitorChange[];
  /** When the rate changed, where that was clearly not when the prevention began; null too where nothing is claimed. */
  readonly changed: WhenItChanged | null;
  /** Null where nothing comparable was given. */
  readonly regressionToMean: RegressionToMean | null;
}

export interface EffectAssessment extends EffectAnswer {
  readonly durations: DurationsChange;
}

/**
 * What a prevention did to incidents of its type, as far as the counts can say. May be asked at every look: the level
 * (0.95 unless given) holds for all looks together.
 * @throws RangeError when the windows overlap or the level is not between 0.5 and 1.
 */
export function assessEffect(question: EffectQuestion): EffectAssessment {
  const { before, after, level = 0.95 } = question;
  const incidents = realOnes(question.incidents);
  const answer = answerEffect({ ...question, incidents });
  return { ...answer, durations: durationsChange(incidents, before, after, level) };
}

/** The very same list where there is no drill: a hundred thousand incidents are not copied for nothing. */
function realOnes(incidents: readonly EffectIncident[]): readonly EffectIncident[] {
  return incidents.some(({ drill }) => drill === true)
    ? incidents.filter(({ drill }) => drill !== true)
    : incidents;
}

/** The same without the durations, on which no verdict rests: for long lists. */
export function answerEffect(question: EffectQuestion): EffectAnswer {
  const { before, after, level = 0.95 } = question;
  if (before.endMs > after.startMs)
    throw new RangeError('the time before must end where the time after begins');
  if (!(level > 0.5 && level < 1)) throw new RangeError(`a level of ${level} is not between 0.5 and 1`);
  const incidents = realOnes(question.incidents);
  const timesMs = incidents.map(({ startedAtMs }) => startedAtMs);
  const monitorChanges = (question.monitorChanges ?? []).filter(
    ({ atMs }) => atMs >= before.startMs && atMs < after.endMs,
  );
  const rate = rateChange(timesMs, before, after, level);
  const { claim, dispersion } = rate.evidence;
  const evidence = {
    rate,
    // Asked only where something is claimed: another date could explain the claim away.
    changed: claim === 'none' ? null : whenItChanged(timesMs, before, after, claim, dispersion.factor),
    downtime: downtimeChange(incidents, before, after),
    severity: severityChange(incidents, before, after, level),
    monitorChanges,
    regressionToMean: question.comparable
      ? regressionToMean(countIn(before, timesMs), question.comparable)
      : null,
  };
  const verdict = verdictOf({ ...evidence, splitMs: before.endMs });
  return {
    verdict,
    headline: headline(verdict, { ...evidence, splitMs: before.endMs }),
    notes: notesOn(evidence, after.startMs),
    ...evidence,
  };
}

function notesOn(
  { rate, changed, monitorChanges, regressionToMean: burst }: Omit<VerdictInput, 'splitMs'>,
  afterStartMs: number,
): string[] {
  const notes: string[] = [];
  const bursts = burstsSay(rate.evidence.dispersion);
  if (bursts !== undefined) notes.push(bursts);
  if (burst?.flagged) {
    notes.push(
      `The time before was an unusual burst: a fall of ${(burst.expectedFall * 100).toFixed(0)} % was to be expected without any fix (empirical Bayes; no interval).`,
    );
  }
  if (changed && changed.atMs > afterStartMs) {
    const { atMs, perMonthBefore, perMonthAfter } = changed;
    notes.push(
      `The counts place the change later, around ${new Date(atMs).toISOString().slice(0, 10)} (${perMonthBefore.toFixed(1)} → ${perMonthAfter.toFixed(1)} a month): something that came then may have done it.`,
    );
  }
  if (monitorChanges.length > 0 && rate.evidence.claim === 'none') {
    notes.push(`The monitor changed meanwhile: ${monitorChanges.map(({ what }) => what).join(', ')}.`);
  }
  return notes;
}
