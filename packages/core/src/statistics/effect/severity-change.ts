import { type IncidentRate, incidentRate } from '../rates/incident-rate.ts';
import { countIn, type ObservedWindow } from '../rates/observed-window.ts';
import { type RateRatio, rateRatio } from '../rates/rate-ratio.ts';
import { type Direction, direction } from './downtime-change.ts';
import type { EffectIncident } from './question.ts';

export interface SeverityChange {
  /** Severity 1 and 2. */
  readonly severeBefore: IncidentRate;
  readonly severeAfter: IncidentRate;
  readonly ratio: RateRatio;
  readonly direction: Direction;
}

/** The rate of severe incidents by itself: a fall that left them alone is not the fall anyone wanted. */
export function severityChange(
  incidents: readonly EffectIncident[],
  before: ObservedWindow,
  after: ObservedWindow,
  level: number,
): SeverityChange {
  const times: number[] = [];
  for (const { severity, startedAtMs } of incidents) if (severity <= 2) times.push(startedAtMs);
  const early = countIn(before, times);
  const late = countIn(after, times);
  const severeBefore = incidentRate(early, level);
  const severeAfter = incidentRate(late, level);
  return {
    severeBefore,
    severeAfter,
    ratio: rateRatio(early, late, level),
    direction: direction(severeBefore.perMonth, severeAfter.perMonth),
  };
}
