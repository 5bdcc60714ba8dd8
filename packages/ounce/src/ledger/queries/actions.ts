import type { Action, Decision, GradeOutcome, HeldReason } from '@ounce/core';
import { build, type Database } from '../database.ts';
import type { ActionsTable, GradesTable } from '../projections/project-actions.ts';
import type { ActionFilter, ActionOutcome, ActionRecord, Page } from '../records.ts';
import { limitOf, pageOf, present, seqCursor } from './paging.ts';

type Grade = Omit<GradesTable, 'decision_id'>;
type Row = ActionsTable & { [Column in keyof Grade]: Grade[Column] | null };

export function actions(db: Database, filter: ActionFilter = {}): Page<ActionRecord> {
  const { service, region, control, outcome, sinceMs, untilMs } = filter;
  const limit = limitOf(filter);
  const before = seqCursor(filter.cursor);
  let query = build
    .selectFrom('actions')
    .leftJoin('grades', 'grades.decision_id', 'actions.decision_id')
    .selectAll('actions')
    .select(['grade', 'graded_at_ms', 'grade_why'])
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (service !== undefined) query = query.where('service', '=', service);
  if (region !== undefined) query = query.where('region', '=', region);
  if (control !== undefined) query = query.where('control', '=', control);
  if (outcome !== undefined) query = query.where('outcome', '=', outcome);
  if (sinceMs !== undefined) query = query.where('at_ms', '>=', sinceMs);
  if (untilMs !== undefined) query = query.where('at_ms', '<', untilMs);
  if (before !== undefined) query = query.where('seq', '<', before);
  return pageOf(db.all(query.compile()), limit, toRecord, ({ seq }) => String(seq));
}

function toRecord(row: Row): ActionRecord {
  return {
    seq: row.seq,
    atMs: row.at_ms,
    outcome: row.outcome as ActionOutcome,
    service: row.service,
    region: row.region,
    control: row.control,
    action: JSON.parse(row.action) as Action,
    why: row.why,
    decision: JSON.parse(row.decision) as Decision,
    ...present({ because: row.because as HeldReason | null, grade: gradeOf(row) }),
  };
}

function gradeOf(row: Row): ActionRecord['grade'] {
  if (row.grade === null || row.graded_at_ms === null) return undefined;
  return { outcome: row.grade as GradeOutcome, atMs: row.graded_at_ms, why: row.grade_why ?? '' };
}
