import type { Mode, ServiceRef } from '@ounce/core';
import type { Selectable } from 'kysely';
import { build, type Database } from '../database.ts';
import type { ModesTable } from '../projections/project-modes.ts';
import type { ControlDay, ControlDayFilter, FreezeState, ModeRecord, ReplayRecord } from '../records.ts';

export function modes(db: Database): readonly ModeRecord[] {
  const query = build.selectFrom('modes').selectAll().orderBy('control').orderBy('service').orderBy('region');
  return db.all(query.compile()).map(toMode);
}

export function mode(db: Database, control: string, { service, region }: ServiceRef): ModeRecord | undefined {
  const query = build
    .selectFrom('modes')
    .selectAll()
    .where('control', '=', control)
    .where('service', '=', service)
    .where('region', '=', region);
  const row = db.first(query.compile());
  return row && toMode(row);
}

function toMode({ since_ms: sinceMs, ...row }: Selectable<ModesTable>): ModeRecord {
  return { ...row, mode: row.mode as Mode, sinceMs };
}

export function freeze(db: Database): FreezeState {
  const row = db.first(build.selectFrom('freeze').selectAll().compile());
  if (!row) return { kind: 'free' };
  return { kind: 'frozen', reason: row.reason, actor: row.actor, sinceMs: row.since_ms };
}

export function replayOf(
  db: Database,
  control: string,
  { service, region }: ServiceRef,
): ReplayRecord | undefined {
  const query = build
    .selectFrom('replays')
    .selectAll()
    .where('control', '=', control)
    .where('service', '=', service)
    .where('region', '=', region);
  const row = db.first(query.compile());
  return row && { ...(JSON.parse(row.replay) as Omit<ReplayRecord, 'atMs'>), atMs: row.at_ms };
}

export function controlDays(
  db: Database,
  { control, service, region, sinceMs }: ControlDayFilter = {},
): readonly ControlDay[] {
  let query = build.selectFrom('control_days').selectAll().orderBy('day_ms');
  if (control !== undefined) query = query.where('control', '=', control);
  if (service !== undefined) query = query.where('service', '=', service);
  if (region !== undefined) query = query.where('region', '=', region);
  if (sinceMs !== undefined) query = query.where('day_ms', '>=', sinceMs);
  return db.all(query.compile()).map((row) => ({
    control: row.control,
    service: row.service,
    region: row.region,
    dayMs: row.day_ms,
    taken: row.taken,
    held: row.held,
    failed: row.failed,
    truePositives: row.true_positive,
    falsePositives: row.false_positive,
    trueNegatives: row.true_negative,
    falseNegatives: row.false_negative,
    notGradable: row.not_gradable,
  }));
}
