import type { Cadence, Report } from '@ounce/core';
import { build, type Database } from '../database.ts';
import type { PreventionChangeRecord, ReportSummary } from '../report-records.ts';
import { present } from './paging.ts';

const most = 500;
const mostChanges = 5_000;

export function reports(db: Database, { cadence }: { cadence?: Cadence } = {}): readonly ReportSummary[] {
  let query = build
    .selectFrom('reports')
    .select(['id', 'cadence', 'title', 'start_ms', 'end_ms', 'made_at_ms'])
    .orderBy('end_ms', 'desc')
    .orderBy('seq', 'desc')
    .limit(most);
  if (cadence !== undefined) query = query.where('cadence', '=', cadence);
  return db.all(query.compile()).map(({ id, cadence, title, start_ms, end_ms, made_at_ms }) => ({
    ...{ id, cadence: cadence as Cadence, title },
    ...{ startMs: start_ms, endMs: end_ms, madeAtMs: made_at_ms },
  }));
}

export function report(db: Database, id: string): Report | undefined {
  const row = db.first(build.selectFrom('reports').select('report').where('id', '=', id).compile());
  return row && (JSON.parse(row.report) as Report);
}

export function preventionChanges(
  db: Database,
  { sinceMs, untilMs }: { sinceMs: number; untilMs: number },
): readonly PreventionChangeRecord[] {
  const query = build
    .selectFrom('prevention_history')
    .innerJoin('preventions', 'preventions.id', 'prevention_history.prevention_id')
    .select(['seq', 'prevention_id', 'title', 'at_ms', 'actor', 'field', 'old_value', 'new_value', 'reason'])
    .where('at_ms', '>=', sinceMs)
    .where('at_ms', '<', untilMs)
    .orderBy('seq')
    .limit(mostChanges);
  return db.all(query.compile()).map((row) => ({
    ...{ seq: row.seq, preventionId: row.prevention_id, title: row.title },
    ...{ atMs: row.at_ms, actor: row.actor, field: row.field },
    ...present({ from: row.old_value, to: row.new_value, reason: row.reason }),
  }));
}
