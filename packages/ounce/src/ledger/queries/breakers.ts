import type { BreakerState, EventKind } from '@ounce/core';
import type { Selectable } from 'kysely';
import { build, type Database } from '../database.ts';
import type { BreakerChangesTable } from '../projections/project-breakers.ts';
import type { RestartsTable } from '../projections/project-restarts.ts';
import type { BreakerChangeRecord, OfService, Page, RestartRecord, WarningRecord } from '../records.ts';
import type { Tables } from '../tables.ts';
import { limitOf, pageOf, present, seqCursor } from './paging.ts';

export function breakerChanges(db: Database, filter: OfService = {}): Page<BreakerChangeRecord> {
  return newestOfService(db, 'breaker_changes', filter, toChange);
}

export function restarts(db: Database, filter: OfService = {}): Page<RestartRecord> {
  return newestOfService(db, 'restarts', filter, toRestart);
}

/** The newest warnings of controls, newest first. */
export function warnings(db: Database, limit: number): readonly WarningRecord[] {
  const query = build
    .selectFrom('changes')
    .select(['seq', 'at_ms', 'actor', 'service', 'text'])
    .where('kind', '=', 'service.warned' satisfies EventKind)
    .orderBy('seq', 'desc')
    .limit(limit);
  return db.all(query.compile()).map(({ seq, at_ms: atMs, actor, service, text }) => ({
    seq,
    atMs,
    actor,
    service: service ?? '',
    says: text,
  }));
}

/** A page of what happened to services, newest first. */
function newestOfService<Table extends 'breaker_changes' | 'restarts', Item>(
  db: Database,
  table: Table,
  filter: OfService,
  toItem: (row: Selectable<Tables[Table]>) => Item,
): Page<Item> {
  const limit = limitOf(filter);
  const before = seqCursor(filter.cursor);
  let query = build
    .selectFrom<'breaker_changes' | 'restarts'>(table)
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (filter.service !== undefined) query = query.where('service', '=', filter.service);
  if (filter.region !== undefined) query = query.where('region', '=', filter.region);
  if (before !== undefined) query = query.where('seq', '<', before);
  const rows = db.all(query.compile()) as unknown as (Selectable<Tables[Table]> & { seq: number })[];
  return pageOf(rows, limit, toItem, ({ seq }) => String(seq));
}

function toChange(row: Selectable<BreakerChangesTable>): BreakerChangeRecord {
  const { at_ms: atMs, from_state: from, to_state: to, break_ms: breakMs, cause, ...rest } = row;
  return {
    ...rest,
    atMs,
    from: from as BreakerState,
    to: to as BreakerState,
    ...present({ breakMs, cause }),
  };
}

function toRestart(row: Selectable<RestartsTable>): RestartRecord {
  const { at_ms: atMs, decision_id: decisionId, detect_ms: detectMs, recover_ms: recoverMs, ...rest } = row;
  return { ...rest, atMs, decisionId, ...present({ detectMs, recoverMs }) };
}
