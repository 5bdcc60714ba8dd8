import type { Review } from '@ounce/core';
import { type Selectable, sql } from 'kysely';
import { build, type Database } from '../database.ts';
import type { OverdueFilter, OverdueRecord, ReviewFilter, ReviewRecord } from '../prevention-records.ts';
import type { ReviewsTable } from '../projections/project-reviews.ts';
import type { Page } from '../records.ts';
import { toIncident } from './incidents.ts';
import { cursorError, limitOf, pageOf, present } from './paging.ts';

export function review(db: Database, id: string): ReviewRecord | undefined {
  const row = db.first(build.selectFrom('reviews').selectAll().where('id', '=', id).compile());
  return row && toRecord(row);
}

export function reviewOf(db: Database, incidentId: string): ReviewRecord | undefined {
  const row = db.first(
    build.selectFrom('reviews').selectAll().where('incident_id', '=', incidentId).compile(),
  );
  return row && toRecord(row);
}

export function reviews(db: Database, filter: ReviewFilter = {}): Page<ReviewRecord> {
  const limit = limitOf(filter);
  let query = build
    .selectFrom('reviews')
    .selectAll()
    .orderBy('saved_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  if (filter.cursor !== undefined) {
    const [, savedAtMs, id] = /^(\d+) (.+)$/s.exec(filter.cursor) ?? [];
    if (savedAtMs === undefined || id === undefined) throw cursorError(filter.cursor);
    query = query.where(sql<boolean>`(saved_at_ms, id) < (${Number(savedAtMs)}, ${id})`);
  }
  return pageOf(db.all(query.compile()), limit, toRecord, (row) => `${row.saved_at_ms} ${row.id}`);
}

export function overdueReviews(db: Database, filter: OverdueFilter): readonly OverdueRecord[] {
  const query = overdue(filter)
    .selectAll('incidents')
    .select(['reviews.id as review_id', 'review_reminders.at_ms as reminded_at_ms'])
    .orderBy(ended)
    .orderBy('incidents.id');
  return db.all(query.compile()).map(({ review_id: reviewId, reminded_at_ms: remindedAtMs, ...row }) => ({
    incident: toIncident(row),
    ...present({ reviewId, remindedAtMs }),
  }));
}

export function overdueCount(db: Database, filter: OverdueFilter): number {
  const some = overdue(filter).select('incidents.id').as('some');
  const query = build.selectFrom(some).select(({ fn }) => fn.countAll<number>().as('total'));
  return db.first(query.compile())?.total ?? 0;
}

/** The same words as in the index `incidents_to_review`, which holds nothing else. */
const ended = sql<number>`coalesce(incidents.resolved_at_ms, incidents.started_at_ms)`;

function overdue(filter: OverdueFilter) {
  const query = build
    .selectFrom('incidents')
    .leftJoin('reviews', 'reviews.incident_id', 'incidents.id')
    .leftJoin('review_reminders', 'review_reminders.incident_id', 'incidents.id')
    .where(sql<boolean>`incidents.severity <= 2 and incidents.drill = 0 and incidents.source <> 'import'`)
    .where(ended, '<', filter.endedBeforeMs)
    .where(sql<boolean>`coalesce(reviews.status, '') <> 'finished'`)
    .limit(limitOf(filter));
  return filter.untold ? query.where('review_reminders.at_ms', 'is', null) : query;
}

function toRecord(row: Selectable<ReviewsTable>): ReviewRecord {
  return {
    ...(JSON.parse(row.review) as Review),
    createdAtMs: row.created_at_ms,
    savedAtMs: row.saved_at_ms,
    savedBy: row.saved_by,
    ...present({ finishedAtMs: row.finished_at_ms }),
  };
}
