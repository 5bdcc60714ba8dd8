import type { ServicePlan, ServiceRef } from '@ounce/core';
import type { History } from '../history/index.ts';
import { servicePlan } from './service-plan.ts';
import { type CapacitySettings, type WeekAheadOutcome, weekAhead } from './week-ahead.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The plans that a control would have had, for a replay: made once a day from what was known then, and shown anew each hour. */
export function plansOfThePast(
  history: Pick<History, 'hours' | 'readings'>,
  of: ServiceRef,
  settings: CapacitySettings,
): (nowMs: number) => ServicePlan | undefined {
  let day = Number.NaN;
  let hour = Number.NaN;
  let week: WeekAheadOutcome | undefined;
  let plan: ServicePlan | undefined;
  return (nowMs) => {
    if (Math.floor(nowMs / dayMs) !== day) {
      day = Math.floor(nowMs / dayMs);
      week = weekAhead(history, of, day * dayMs, settings);
      hour = Number.NaN;
    }
    if (Math.floor(nowMs / hourMs) !== hour) {
      hour = Math.floor(nowMs / hourMs);
      plan = servicePlan(history, of, week!, nowMs);
    }
    return plan;
  };
}
