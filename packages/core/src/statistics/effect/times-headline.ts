import type { DurationComparison } from '../durations/compare-durations.ts';
import { evidenceThreshold } from '../sequential/rate-confidence-sequence.ts';
import type { TimesClaim } from '../sequential/times-claim.ts';
import type { EffectAnswer } from './assess-effect.ts';
import type { TimeMetric, TimesDisagreement, TimesVerdict } from './assess-times.ts';
import { figure } from './headline.ts';

interface Said {
  readonly comparison: DurationComparison;
  readonly evidence: TimesClaim;
  readonly answer: EffectAnswer;
  readonly level: number;
}

const titles: Readonly<Record<TimesDisagreement, string>> = {
  'monitor-changed': 'The monitor itself changed',
  'shorter-before': 'They were shorter before already',
  'shorter-but-not-less-downtime': 'Shorter, but not less downtime',
  'shorter-but-more-often': 'Shorter, but more often',
  'shorter-but-more-severe': 'Shorter, but more severe ones',
  'only-the-mix-changed': 'Only the mix of severities changed',
};

/** The one sentence about times, with the interval of the shift. */
export function timesHeadline(metric: TimeMetric, verdict: TimesVerdict, said: Said): string {
  const medians = `median minutes to ${metric === 'time_to_recover' ? 'recover' : 'detect'} ${moved(said.comparison)}`;
  switch (verdict.kind) {
    case 'improved':
      return `Improved: ${medians}, ${shift(said)}; severities for themselves and total downtime agree.`;
    case 'worse':
      return `Worse: ${medians}, ${shift(said)}.`;
    case 'not-yet-known':
      return `Not yet known: ${missing(said, medians)}`;
    case 'disagreement':
      return `${titles[verdict.about[0]]}: ${medians}, ${reason(verdict.about[0], said)}.`;
  }
}

function reason(about: TimesDisagreement, { answer }: Said): string {
  const { monitorChanges, downtime, severity, rate } = answer;
  switch (about) {
    case 'monitor-changed':
      return `and meanwhile ${monitorChanges.map(({ what }) => what).join(', ')}`;
    case 'shorter-before':
      return 'but they place the change before it began';
    case 'shorter-but-not-less-downtime':
      return `yet ${figure(downtime.perMonthBefore)} → ${figure(downtime.perMonthAfter)} minutes of downtime a month`;
    case 'shorter-but-more-often':
      return `yet ${figure(rate.before.perMonth)} → ${figure(rate.after.perMonth)} incidents a month`;
    case 'shorter-but-more-severe':
      return `yet ${figure(severity.severeBefore.perMonth)} → ${figure(severity.severeAfter.perMonth)} of severity 1 or 2 a month`;
    case 'only-the-mix-changed':
      return 'but not of severe incidents and of the others for themselves';
  }
}

function missing({ comparison: { before, after, answer }, evidence, level }: Said, medians: string): string {
  const counts = `${before.count} ${before.count === 1 ? 'time' : 'times'} before and ${after.count} after`;
  if (answer === 'not-possible') return `${counts} cannot answer this, whatever their values.`;
  const odds = Math.exp(Math.max(evidence.logEvidenceShorter, evidence.logEvidenceLonger));
  const needed = Math.round(Math.exp(evidenceThreshold(level)));
  const reached = `evidence of ${odds < 1 ? 'less than 1' : figure(odds)} to 1 where it takes ${needed} to 1`;
  if (odds >= needed) return `${counts}, ${medians}, but the months scatter too much to tell.`;
  return `${counts}, ${medians}: ${reached}.`;
}

const moved = ({ before, after }: DurationComparison) => `${figure(before.median)} → ${figure(after.median)}`;

function shift({
  comparison: {
    shift: { estimate, interval },
  },
  level,
}: Said): string {
  const limit = (value: number | undefined) =>
    value === undefined || !Number.isFinite(value) ? 'no limit' : figure(value);
  const by =
    estimate === null ? 'a shift that open incidents hide' : `a shift of ${figure(estimate)} minutes`;
  return `${by} (${Math.round(level * 100)} % interval, for one look: ${limit(interval?.low)} to ${limit(interval?.high)})`;
}
