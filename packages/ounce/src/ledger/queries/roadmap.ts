import { type Selectable, sql } from 'kysely';
import { build, type Database } from '../database.ts';
import type {
  PreventionChange,
  PreventionRecord,
  RoadmapFilter,
  RoadmapQuarter,
} from '../prevention-records.ts';
import type { PreventionsTable } from '../projections/project-preventions.ts';
import type { Page } from '../records.ts';
import { cursorError, limitOf, pageOf } from './paging.ts';
import { noTarget, toChange, toRecord } from './preventions.ts';

export function roadmap(db: Database, filter: RoadmapFilter = {}): Page<PreventionRecord> {
  const limit = limitOf(filter);
  const byTarget = sql<string>`coalesce(target, ${noTarget})`;
  let query = build
    .selectFrom('preventions')
    .selectAll()
    .where('quarter', 'is not', null)
    .orderBy('quarter')
    .orderBy('priority')
    .orderBy(byTarget)
    .orderBy('id')
    .limit(limit + 1);
  if (filter.quarter !== undefined) query = query.where('quarter', '=', filter.quarter);
  if (filter.cursor !== undefined) {
    const [, quarter, priority, target, id] = /^(\S+) (\S+) (\S+) (.+)$/s.exec(filter.cursor) ?? [];
    if (quarter === undefined || id === undefined) throw cursorError(filter.cursor);
    query = query.where(
      sql<boolean>`(quarter, priority, ${byTarget}, id) > (${quarter}, ${priority}, ${target}, ${id})`,
    );
  }
  const cursorOf = ({ quarter, priority, target, id }: Selectable<PreventionsTable>) =>
    `${quarter} ${priority} ${target ?? noTarget} ${id}`;
  return pageOf(db.all(query.compile()), limit, toRecord, cursorOf);
}

export function roadmapQuarters(db: Database): readonly RoadmapQuarter[] {
  const query = build
    .selectFrom('preventions')
    .select(['quarter', (count) => count.fn.countAll<number>().as('preventions')])
    .where('quarter', 'is not', null)
    .groupBy('quarter')
    .orderBy('quarter');
  return db.all(query.compile()).map(({ quarter, preventions }) => ({ quarter: quarter!, preventions }));
}

export function targetSlips(
  db: Database,
  ids: readonly string[],
): ReadonlyMap<string, readonly PreventionChange[]> {
  const slips = new Map<string, PreventionChange[]>();
  if (ids.length === 0) return slips;
  const query = build
    .selectFrom('prevention_history')
    .selectAll()
    .where('prevention_id', 'in', [...ids])
    .where('field', '=', 'target')
    .where('old_value', 'is not', null)
    .orderBy('seq');
  for (const row of db.all(query.compile())) {
    const known = slips.get(row.prevention_id) ?? [];
    slips.set(row.prevention_id, [...known, toChange(row)]);
  }
  return slips;
}
