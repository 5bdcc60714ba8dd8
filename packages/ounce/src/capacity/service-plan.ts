import type { ServicePlan, ServiceRef } from '@ounce/core';
import type { History } from '../history/index.ts';
import type { WeekAheadOutcome } from './week-ahead.ts';

const hourMs = 3_600_000;
const hoursShown = 26;

/** The plan of a service as a control goes by it: a day of hours to come, and a day of hours that are over. */
export function servicePlan(
  history: Pick<History, 'hours'>,
  of: ServiceRef,
  week: WeekAheadOutcome,
  nowMs: number,
): ServicePlan | undefined {
  if (week.kind === 'unknown') return undefined;
  const thisHourMs = Math.floor(nowMs / hourMs) * hourMs;
  const span = { sinceMs: thisHourMs - hoursShown * hourMs, untilMs: thisHourMs };
  return {
    madeAtMs: week.atMs,
    perReplica: week.perReplica,
    hours: week.hours
      .filter(({ startMs }) => startMs >= thisHourMs)
      .slice(0, hoursShown)
      .map(({ startMs, expected, upper, replicas }) => ({ startMs, expected, upper, replicas })),
    seen: history
      .hours({ ...of, series: week.signal }, span)
      .map(({ hourMs: startMs, mean, max }) => ({ startMs, mean, max })),
  };
}
