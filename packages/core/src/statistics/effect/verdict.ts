import type { RegressionToMean } from '../attribution/regression-to-mean.ts';
import type { RateChange } from '../sequential/rate-change.ts';
import type { DowntimeChange } from './downtime-change.ts';
import type { MonitorChange } from './question.ts';
import type { SeverityChange } from './severity-change.ts';
import type { WhenItChanged } from './when-it-changed.ts';

export type Disagreement =
  | 'monitor-changed'
  | 'fell-before'
  | 'rose-before'
  | 'fewer-but-longer'
  | 'only-low-severity-fell'
  | 'fewer-but-more-severe'
  | 'burst-before'
  | 'more-but-less-downtime';

export type EffectVerdict =
  | { readonly kind: 'improved' }
  | { readonly kind: 'worse' }
  | { readonly kind: 'not-yet-known' }
  | { readonly kind: 'disagreement'; readonly about: readonly [Disagreement, ...Disagreement[]] };

export interface VerdictInput {
  readonly rate: RateChange;
  readonly downtime: DowntimeChange;
  readonly severity: SeverityChange;
  readonly monitorChanges: readonly MonitorChange[];
  readonly regressionToMean: RegressionToMean | null;
  readonly changed: WhenItChanged | null;
  /** When the time before ended. */
  readonly splitMs: number;
}

/**
 * "Improved" only when rate, total downtime and severity mix agree, the monitor stayed the same, the rate had not fallen
 * before already and the fall is more than the passing of a burst. Where they disagree the disagreements are the answer, the gravest first.
 */
export function verdictOf(input: VerdictInput): EffectVerdict {
  const { claim } = input.rate.evidence;
  if (claim === 'none') return { kind: 'not-yet-known' };
  const [first, ...others] = disagreements(input);
  if (first) return { kind: 'disagreement', about: [first, ...others] };
  return { kind: claim === 'fell' ? 'improved' : 'worse' };
}

function disagreements({
  rate,
  downtime,
  severity,
  monitorChanges,
  regressionToMean,
  changed,
  splitMs,
}: VerdictInput): Disagreement[] {
  const found: Disagreement[] = [];
  if (monitorChanges.length > 0) found.push('monitor-changed');
  if (changed && changed.atMs < splitMs)
    found.push(rate.evidence.claim === 'fell' ? 'fell-before' : 'rose-before');
  if (rate.evidence.claim === 'rose') {
    if (downtime.direction === 'fell') found.push('more-but-less-downtime');
    return found;
  }
  if (downtime.direction !== 'fell') found.push('fewer-but-longer');
  if (severity.direction === 'rose')
    found.push(severity.severeBefore.count > 0 ? 'only-low-severity-fell' : 'fewer-but-more-severe');
  if (severity.direction === 'unchanged' && severity.severeBefore.count > 0)
    found.push('only-low-severity-fell');
  if (regressionToMean?.flagged && rate.sequence.high >= 1 - regressionToMean.expectedFall)
    found.push('burst-before');
  return found;
}
