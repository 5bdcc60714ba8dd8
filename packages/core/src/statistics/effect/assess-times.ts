import { compareDurations, type DurationComparison } from '../durations/compare-durations.ts';
import { hodgesLehmannShift } from '../durations/shift.ts';
import { isObserved, type ObservedWindow } from '../rates/observed-window.ts';
import { sampleOfTimes, type TimedIncident, type TimesClaim, timesClaim } from '../sequential/times-claim.ts';
import type { EffectAnswer } from './assess-effect.ts';
import { timeToDetect, timeToResolve } from './durations-change.ts';
import type { EffectIncident, EffectQuestion } from './question.ts';
import { timesHeadline } from './times-headline.ts';
import { fellBeforeMs } from './when-times-changed.ts';

export type TimeMetric = 'time_to_recover' | 'time_to_detect';

export type TimesDisagreement =
  | 'monitor-changed'
  | 'shorter-before'
  | 'shorter-but-not-less-downtime'
  | 'shorter-but-more-often'
  | 'shorter-but-more-severe'
  | 'only-the-mix-changed';

export type TimesVerdict =
  | { readonly kind: 'improved' | 'worse' | 'not-yet-known' }
  | { readonly kind: 'disagreement'; readonly about: readonly [TimesDisagreement, ...TimesDisagreement[]] };

export interface TimesAnswer {
  readonly metric: TimeMetric;
  readonly verdict: TimesVerdict;
  readonly headline: string;
  readonly comparison: DurationComparison;
  readonly evidence: TimesClaim;
}

/** A stratum with fewer on either side is silent. */
const fewest = 3;

/**
 * Whether times got shorter, by the rule that holds for rates: a claim that stands at every look, and total downtime, severity mix,
 * monitor and date agree; otherwise the disagreement is the answer, and with too little data "not yet known".
 * @param answer to the same question, about the rate.
 */
export function assessTimes(question: EffectQuestion, metric: TimeMetric, answer: EffectAnswer): TimesAnswer {
  const { before, after, level = 0.95 } = question;
  const timed = (window: ObservedWindow, test: (incident: EffectIncident) => boolean = () => true) =>
    timesIn(question.incidents.filter(test), window, metric, after.endMs);
  const [early, late] = [timed(before), timed(after)];
  const comparison = compareDurations(sampleOfTimes(early), sampleOfTimes(late), level);
  const changeMs = { beforeEndMs: before.endMs, afterStartMs: after.startMs };
  const dispersion = answer.rate.evidence.dispersion.factor;
  const evidence = timesClaim(early, late, changeMs, { level, dispersion });
  const strata = [
    (incident: EffectIncident) => incident.severity <= 2,
    (incident: EffectIncident) => incident.severity > 2,
  ].map((test) => [timed(before, test), timed(after, test)] as const);
  const found =
    evidence.claim === 'shorter'
      ? disagreements(answer, {
          mixOnly: !strataFell(strata),
          fellBefore: fellBeforeMs(early, late, evidence.dispersion),
        })
      : [];
  const verdict = verdictOf(evidence, found);
  return {
    metric,
    verdict,
    comparison,
    evidence,
    headline: timesHeadline(metric, verdict, { comparison, evidence, answer, level }),
  };
}

function verdictOf({ claim }: TimesClaim, [first, ...others]: readonly TimesDisagreement[]): TimesVerdict {
  if (claim === 'none') return { kind: 'not-yet-known' };
  if (claim === 'longer') return { kind: 'worse' };
  return first ? { kind: 'disagreement', about: [first, ...others] } : { kind: 'improved' };
}

function disagreements(
  { monitorChanges, downtime, rate, severity }: EffectAnswer,
  { mixOnly, fellBefore }: { readonly mixOnly: boolean; readonly fellBefore: number | null },
): TimesDisagreement[] {
  const found: TimesDisagreement[] = [];
  // Who sees more, or sooner, adds to the downtime that is known: where that fell nevertheless, seeing more is no excuse.
  if (monitorChanges.some(({ seesMore }) => seesMore !== true)) found.push('monitor-changed');
  if (fellBefore !== null) found.push('shorter-before');
  if (downtime.direction !== 'fell') found.push('shorter-but-not-less-downtime');
  if (rate.evidence.claim === 'rose') found.push('shorter-but-more-often');
  if ((severity.ratio.midP?.low ?? 0) > 1) found.push('shorter-but-more-severe');
  if (mixOnly) found.push('only-the-mix-changed');
  return found;
}

/** Severe incidents and the others, each for themselves: a mix with fewer long ones is no shorter time. */
function strataFell(
  strata: readonly (readonly [readonly TimedIncident[], readonly TimedIncident[]])[],
): boolean {
  const telling = strata.filter(([early, late]) => early.length >= fewest && late.length >= fewest);
  const shifts = telling.map(
    ([early, late]) => hodgesLehmannShift(sampleOfTimes(early), sampleOfTimes(late)).estimate,
  );
  return shifts.length > 0 && shifts.every((shift) => shift !== null && shift < 0);
}

function timesIn(
  incidents: readonly EffectIncident[],
  window: ObservedWindow,
  metric: TimeMetric,
  nowMs: number,
): TimedIncident[] {
  const times: TimedIncident[] = [];
  for (const incident of incidents) {
    const { startedAtMs, drill } = incident;
    if (drill === true || !isObserved(window, startedAtMs)) continue;
    const time = metric === 'time_to_recover' ? timeToResolve(incident, nowMs) : timeToDetect(incident);
    if (time) times.push({ startedAtMs, ...time });
  }
  return times;
}
