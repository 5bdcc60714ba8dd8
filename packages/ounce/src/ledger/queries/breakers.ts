import type { BreakerState, EventKind } from '@ounce/core';
import type { Selectable } from 'kysely';
import { build, type Database } from '../database.ts';
import type { BreakerChangesTable } from '../projections/project-breakers.ts';
import type { RestartsTable } from '../projections/project-restarts.ts';
import type { BreakerChangeRecord, OfService, Page, RestartRecord, WarningRecord } from '../records.ts';
import { limitOf, pageOf, present, seqCursor } from './paging.ts';

export function breakerChanges(db: Database, filter: OfService = {}): Page<BreakerChangeRecord> {
  const limit = limitOf(filter);
  const before = seqCursor(filter.cursor);
  let query = build
    .selectFrom('breaker_changes')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (filter.service !== undefined) query = query.where('service', '=', filter.service);
  if (filter.region !== undefined) query = query.where('region', '=', filter.region);
  if (before !== undefined) query = query.where('seq', '<', before);
  return pageOf(db.all(query.compile()), limit, toChange, ({ seq }) => String(seq));
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

export function restarts(db: Database, filter: OfService = {}): Page<RestartRecord> {
  const limit = limitOf(filter);
  const before = seqCursor(filter.cursor);
  let query = build
    .selectFrom('restarts')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (filter.service !== undefined) query = query.where('service', '=', filter.service);
  if (filter.region !== undefined) query = query.where('region', '=', filter.region);
  if (before !== undefined) query = query.where('seq', '<', before);
  return pageOf(db.all(query.compile()), limit, toRestart, ({ seq }) => String(seq));
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
