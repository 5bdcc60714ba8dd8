import type { IncidentType, MonitorChange } from '@ounce/core';
import type { GovernorRun } from '../../ledger/index.ts';
import { type ActivePrevention, firstMs } from './prevention-book.ts';

/** A change of the monitor, and the prevention that brought it. */
export interface RecordedChange extends MonitorChange {
  readonly preventionId?: string;
}

/** What changed about how incidents of a type are seen: preventions of kind monitoring, and intervals of readings. */
export function monitorChanges(
  type: IncidentType,
  preventions: readonly ActivePrevention[],
  runs: readonly GovernorRun[],
): RecordedChange[] {
  const planned = preventions
    .filter(({ kind, incidentTypes }) => kind === 'monitoring' && incidentTypes.includes(type))
    .map((prevention) => ({
      atMs: firstMs(prevention),
      what: prevention.title,
      preventionId: prevention.id,
    }));
  return [...planned, ...intervalChanges(runs)];
}

function intervalChanges(runs: readonly GovernorRun[]): MonitorChange[] {
  const known = new Map<string, Readonly<Record<string, number>>>();
  const changes: MonitorChange[] = [];
  for (const { governor, atMs, intervalsMs } of runs) {
    if (!intervalsMs) continue;
    const before = known.get(governor);
    known.set(governor, intervalsMs);
    for (const [metric, ms] of Object.entries(intervalsMs)) {
      const was = before?.[metric];
      if (was !== undefined && was !== ms)
        changes.push({
          atMs,
          seesMore: ms < was,
          what: `${metric.replace(/Ms$/, '')} is read every ${ms / 1000} s instead of ${was / 1000} s`,
        });
    }
  }
  return changes;
}
