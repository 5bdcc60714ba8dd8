import type { GradeRecord, ServiceRef } from '@ounce/core';
import type { Ledger } from '../ledger/index.ts';

const dayMs = 86_400_000;
/** What was longer ago says little about the control as it is. */
const lookBackDays = 28;

export interface KnownRecord extends GradeRecord {
  /** Where it comes from: decisions made at the time, or a replay over recorded readings. */
  readonly from: 'live' | 'replay';
}

/** What is known of a control's decisions for one service: the longer of its live record and its newest replay. */
export function gradeRecordOf(
  ledger: Pick<Ledger, 'query' | 'rollups'>,
  control: string,
  of: ServiceRef,
  nowMs: number,
): KnownRecord {
  const live = liveRecord(ledger, control, of, nowMs - lookBackDays * dayMs);
  const replay = ledger.query.replayOf(control, of);
  const isRecent = replay && replay.untilMs >= nowMs - lookBackDays * dayMs;
  return isRecent && replay.record.days > live.days
    ? { ...replay.record, from: 'replay' }
    : { ...live, from: 'live' };
}

/** From the decisions since `sinceMs`. */
export function liveRecord(
  { query, rollups }: Pick<Ledger, 'query' | 'rollups'>,
  control: string,
  of: ServiceRef,
  sinceMs: number,
): GradeRecord {
  const days = query.controlDays({ ...of, control, sinceMs });
  const sum = (of: (day: (typeof days)[number]) => number) => days.reduce((total, day) => total + of(day), 0);
  const hours = rollups.rows({ ...of, control, sinceMs }).filter(({ holds, acts }) => holds + acts > 0);
  return {
    days: hours.length / 24,
    truePositives: sum(({ truePositives }) => truePositives),
    falsePositives: sum(({ falsePositives }) => falsePositives),
    falseNegatives: sum(({ falseNegatives }) => falseNegatives),
  };
}
