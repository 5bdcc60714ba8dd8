import type { Prevention, PreventionReviewOutcome, TicketCount } from '@ounce/core';
import { type Selectable, sql } from 'kysely';
import { build, type Database } from '../database.ts';
import type { CompletedFilter, NotificationRecord, PreventionReviewRecord } from '../effect-records.ts';
import type { PreventionRecord } from '../prevention-records.ts';
import type { NotificationsTable } from '../projections/project-notifications.ts';
import type { Page } from '../records.ts';
import { cursorError, limitOf, pageOf, present } from './paging.ts';

const mostReviews = 1000;

export function completedPreventions(db: Database, filter: CompletedFilter = {}): Page<PreventionRecord> {
  const { incidentType, rootCause, cursor } = filter;
  const limit = limitOf(filter);
  let query = build
    .selectFrom('preventions')
    .select(['id', 'prevention', 'created_at_ms', 'saved_at_ms', 'completed_at_ms'])
    .where('completed_at_ms', 'is not', null)
    // The plus keeps SQLite from beginning with this, and thousands of rows: the other conditions leave a few.
    .where(sql<boolean>`+status in ('complete', 'verified', 'ineffective')`)
    .orderBy('completed_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (incidentType !== undefined) query = query.where('id', 'in', linkedTo('incident_type', incidentType));
  if (rootCause !== undefined) query = query.where('id', 'in', linkedTo('root_cause', rootCause));
  if (cursor !== undefined) {
    const [, completedAtMs, id] = /^(-?[\d.]+) (.+)$/s.exec(cursor) ?? [];
    if (completedAtMs === undefined || id === undefined) throw cursorError(cursor);
    query = query.where(sql<boolean>`(completed_at_ms, id) < (${Number(completedAtMs)}, ${id})`);
  }
  const toRecord = (row: { prevention: string; created_at_ms: number; saved_at_ms: number }) => ({
    ...(JSON.parse(row.prevention) as Prevention),
    createdAtMs: row.created_at_ms,
    savedAtMs: row.saved_at_ms,
  });
  return pageOf(db.all(query.compile()), limit, toRecord, (row) => `${row.completed_at_ms} ${row.id}`);
}

const linkedTo = (kind: 'root_cause' | 'incident_type', value: string) =>
  build
    .selectFrom('prevention_links')
    .select('prevention_id')
    .where('kind', '=', kind)
    .where('value', '=', value);

export function ticketCounts(db: Database): readonly TicketCount[] {
  const query = build.selectFrom('tickets').selectAll().orderBy('since_ms').orderBy('until_ms');
  return db.all(query.compile()).map((row) => ({
    source: row.source,
    sinceMs: row.since_ms,
    untilMs: row.until_ms,
    count: row.count,
    ...(row.service === '' ? {} : { service: row.service }),
    ...(row.type === '' ? {} : { type: row.type }),
  }));
}

export function preventionReviews(
  db: Database,
  { open, recurrenceId }: { open?: boolean; recurrenceId?: string } = {},
): readonly PreventionReviewRecord[] {
  let query = build.selectFrom('prevention_reviews').selectAll().orderBy('seq', 'desc').limit(mostReviews);
  if (open !== undefined) query = query.where('closed_at_ms', open ? 'is' : 'is not', null);
  if (recurrenceId !== undefined) query = query.where('recurrence_id', '=', recurrenceId);
  return db.all(query.compile()).map((row) => ({
    seq: row.seq,
    preventionId: row.prevention_id,
    recurrenceId: row.recurrence_id,
    why: row.why,
    openedAtMs: row.opened_at_ms,
    ...present({
      closedAtMs: row.closed_at_ms,
      closedBy: row.closed_by,
      outcome: row.outcome as PreventionReviewOutcome | null,
      closedWhy: row.closed_why,
    }),
  }));
}

export function notification(
  db: Database,
  notificationId: string,
  channel: string,
): NotificationRecord | undefined {
  const query = build
    .selectFrom('notifications')
    .selectAll()
    .where('notification_id', '=', notificationId)
    .where('channel', '=', channel);
  const row = db.first(query.compile());
  return row && toNotification(row);
}

export function notificationsOf(db: Database, notificationId: string): readonly NotificationRecord[] {
  const query = build
    .selectFrom('notifications')
    .selectAll()
    .where('notification_id', '=', notificationId)
    .orderBy('channel');
  return db.all(query.compile()).map(toNotification);
}

function toNotification(row: Selectable<NotificationsTable>): NotificationRecord {
  return {
    notificationId: row.notification_id,
    channel: row.channel,
    state: row.state,
    attempt: row.attempt,
    atMs: row.at_ms,
    actor: row.actor,
    retry: row.retry === 1,
    ...present({ untilMs: row.until_ms, why: row.why }),
  };
}
