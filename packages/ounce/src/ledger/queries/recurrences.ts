import type { Recurrence } from '@ounce/core';
import { build, type Database } from '../database.ts';
import type { DeployRecord, RecurrenceRecord } from '../prevention-records.ts';
import type { Page, Paging } from '../records.ts';
import { limitOf, pageOf, present, seqCursor } from './paging.ts';

const mostDeploys = 1000;

export function recurrences(db: Database, filter: Paging = {}): Page<RecurrenceRecord> {
  const limit = limitOf(filter);
  const before = seqCursor(filter.cursor);
  let query = build
    .selectFrom('recurrences')
    .select(['seq', 'recurrence'])
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (before !== undefined) query = query.where('seq', '<', before);
  return pageOf(
    db.all(query.compile()),
    limit,
    ({ seq, recurrence }): RecurrenceRecord => ({ ...(JSON.parse(recurrence) as Recurrence), seq }),
    ({ seq }) => String(seq),
  );
}

export function recurrence(db: Database, id: string): RecurrenceRecord | undefined {
  const query = build.selectFrom('recurrences').select(['seq', 'recurrence']).where('id', '=', id);
  const row = db.first(query.compile());
  return row && { ...(JSON.parse(row.recurrence) as Recurrence), seq: row.seq };
}

export function deploys(
  db: Database,
  { service, sinceMs, untilMs }: { service?: string; sinceMs: number; untilMs: number },
): readonly DeployRecord[] {
  let query = build
    .selectFrom('deploys')
    .selectAll()
    .where('at_ms', '>=', sinceMs)
    .where('at_ms', '<', untilMs)
    .orderBy('at_ms')
    .orderBy('seq')
    .limit(mostDeploys);
  if (service !== undefined) query = query.where('service', '=', service);
  return db
    .all(query.compile())
    .map(({ at_ms: atMs, note, ...row }) => ({ ...row, atMs, ...present({ note }) }));
}
