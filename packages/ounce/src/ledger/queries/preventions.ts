import type { IncidentType, Prevention, RootCause, Target } from '@ounce/core';
import { type Selectable, sql } from 'kysely';
import { build, type Database } from '../database.ts';
import type { PreventionChange, PreventionFilter, PreventionRecord } from '../prevention-records.ts';
import type { PreventionHistoryTable, PreventionsTable } from '../projections/project-preventions.ts';
import type { Page } from '../records.ts';
import { cursorError, limitOf, pageOf, present } from './paging.ts';

/** After every day there is: work without a target date comes last. */
export const noTarget = '~';

export function rootCauses(
  db: Database,
  { incidentType }: { incidentType?: IncidentType } = {},
): readonly RootCause[] {
  let query = build.selectFrom('root_causes').select('root_cause').orderBy('incident_type').orderBy('id');
  if (incidentType !== undefined) query = query.where('incident_type', '=', incidentType);
  return db.all(query.compile()).map((row) => JSON.parse(row.root_cause) as RootCause);
}

export function rootCause(db: Database, id: string): RootCause | undefined {
  const row = db.first(build.selectFrom('root_causes').select('root_cause').where('id', '=', id).compile());
  return row && (JSON.parse(row.root_cause) as RootCause);
}

export function targets(db: Database): readonly Target[] {
  const query = build.selectFrom('targets').select('target').orderBy('id');
  return db.all(query.compile()).map((row) => JSON.parse(row.target) as Target);
}

export function target(db: Database, id: string): Target | undefined {
  const row = db.first(build.selectFrom('targets').select('target').where('id', '=', id).compile());
  return row && (JSON.parse(row.target) as Target);
}

export function preventions(db: Database, filter: PreventionFilter = {}): Page<PreventionRecord> {
  const { status, priority, owner, rootCause, incidentType, cursor } = filter;
  const limit = limitOf(filter);
  const order = sql<string>`coalesce(target, ${noTarget})`;
  let query = build
    .selectFrom('preventions')
    .selectAll()
    .orderBy(order)
    .orderBy('priority')
    .orderBy('id')
    .limit(limit + 1);
  if (status !== undefined) query = query.where('status', '=', status);
  if (priority !== undefined) query = query.where('priority', '=', priority);
  if (owner !== undefined) query = query.where('owner', '=', owner);
  if (rootCause !== undefined) query = query.where('id', 'in', linkedTo('root_cause', rootCause));
  if (incidentType !== undefined) query = query.where('id', 'in', linkedTo('incident_type', incidentType));
  if (cursor !== undefined) {
    const [, target, rank, id] = /^(\S+) (\S+) (.+)$/s.exec(cursor) ?? [];
    if (target === undefined || rank === undefined || id === undefined) throw cursorError(cursor);
    query = query.where(sql<boolean>`(${order}, priority, id) > (${target}, ${rank}, ${id})`);
  }
  const cursorOf = (row: Selectable<PreventionsTable>) =>
    `${row.target ?? noTarget} ${row.priority} ${row.id}`;
  return pageOf(db.all(query.compile()), limit, toRecord, cursorOf);
}

export function prevention(db: Database, id: string): PreventionRecord | undefined {
  const row = db.first(build.selectFrom('preventions').selectAll().where('id', '=', id).compile());
  return row && toRecord(row);
}

export function preventionHistory(db: Database, id: string): readonly PreventionChange[] {
  const query = build
    .selectFrom('prevention_history')
    .selectAll()
    .where('prevention_id', '=', id)
    .orderBy('seq');
  return db.all(query.compile()).map(toChange);
}

export function toChange(row: Selectable<PreventionHistoryTable>): PreventionChange {
  return {
    seq: row.seq,
    atMs: row.at_ms,
    actor: row.actor,
    field: row.field,
    ...present({ from: row.old_value, to: row.new_value, reason: row.reason }),
  };
}

const linkedTo = (kind: 'root_cause' | 'incident_type', value: string) =>
  build
    .selectFrom('prevention_links')
    .select('prevention_id')
    .where('kind', '=', kind)
    .where('value', '=', value);

export function toRecord(row: Selectable<PreventionsTable>): PreventionRecord {
  return {
    ...(JSON.parse(row.prevention) as Prevention),
    createdAtMs: row.created_at_ms,
    savedAtMs: row.saved_at_ms,
  };
}
