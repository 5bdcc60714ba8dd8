import { type Prevention, quarterOf } from '@ounce/core';
import { build, type Database } from '../database.ts';
import type { Projection } from './projection.ts';

export interface PreventionsTable {
  id: string;
  version: number;
  status: string;
  priority: string;
  owner: string;
  kind: string;
  title: string;
  target: string | null;
  /** In whose roadmap it stands. */
  quarter: string | null;
  control: string | null;
  experiment: string | null;
  created_at_ms: number;
  saved_at_ms: number;
  completed_at_ms: number | null;
  /** The whole prevention, JSON. */
  prevention: string;
}

/** Which preventions are against which root causes and types: one row each. */
export interface PreventionLinksTable {
  prevention_id: string;
  kind: 'root_cause' | 'incident_type';
  value: string;
}

/** Every change of status and of target date, with who made it and why. */
export interface PreventionHistoryTable {
  seq: number;
  prevention_id: string;
  at_ms: number;
  actor: string;
  field: 'status' | 'target';
  old_value: string | null;
  new_value: string | null;
  reason: string | null;
}

const save = `insert into preventions (id, version, status, priority, owner, kind, title, target, quarter, control, experiment,
  created_at_ms, saved_at_ms, completed_at_ms, prevention)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do update set version = excluded.version, status = excluded.status, priority = excluded.priority,
    owner = excluded.owner, kind = excluded.kind, title = excluded.title, target = excluded.target, quarter = excluded.quarter, control = excluded.control,
    experiment = excluded.experiment, saved_at_ms = excluded.saved_at_ms, completed_at_ms = excluded.completed_at_ms,
    prevention = excluded.prevention
  where excluded.version = preventions.version + 1`;
const unlink = 'delete from prevention_links where prevention_id = ?';
const link = 'insert or ignore into prevention_links (prevention_id, kind, value) values (?, ?, ?)';
const remember = `insert into prevention_history (seq, prevention_id, at_ms, actor, field, old_value, new_value, reason)
  values (?, ?, ?, ?, ?, ?, ?, ?)`;

export const projectPreventions: Projection = {
  tables: `create table preventions (
    id text primary key, version integer not null, status text not null, priority text not null, owner text not null,
    kind text not null, title text not null, target text, quarter text, control text, experiment text, created_at_ms integer not null,
    saved_at_ms integer not null, completed_at_ms integer, prevention text not null
  ) without rowid;
  create table prevention_links (
    prevention_id text not null, kind text not null, value text not null, primary key (prevention_id, kind, value)
  ) without rowid;
  create table prevention_history (
    seq integer not null, prevention_id text not null, at_ms integer not null, actor text not null, field text not null,
    old_value text, new_value text, reason text, primary key (prevention_id, seq, field)
  ) without rowid;`,
  indexes: [
    'create index prevention_history_by_time on prevention_history (at_ms, seq)',
    'create index preventions_by_status on preventions (status, priority, id)',
    'create index preventions_by_target on preventions (target, priority, id)',
    'create index preventions_by_quarter on preventions (quarter, priority, target, id) where quarter is not null',
    'create index preventions_completed on preventions (completed_at_ms, id) where completed_at_ms is not null',
    'create index prevention_links_by_value on prevention_links (kind, value, prevention_id)',
  ],
  on: {
    'prevention.saved': (db, { seq, atMs, actor, data: { prevention, reason } }) => {
      const before = db.first(
        build
          .selectFrom('preventions')
          .select(['status', 'target'])
          .where('id', '=', prevention.id)
          .compile(),
      );
      if (write(db, atMs, prevention) === 0) return;
      for (const field of ['status', 'target'] as const) {
        const [old, now] = [before?.[field] ?? null, prevention[field] ?? null];
        if (old !== now) db.run(remember, seq, prevention.id, atMs, actor, field, old, now, reason);
      }
      db.run(unlink, prevention.id);
      for (const id of prevention.rootCauses) db.run(link, prevention.id, 'root_cause', id);
      for (const type of prevention.incidentTypes) db.run(link, prevention.id, 'incident_type', type);
    },
  },
};

/** How many rows have changed: none when the version is not the next one. */
function write(db: Database, atMs: number, prevention: Prevention): number {
  const { id, version, status, priority, owner, kind, title, target, control, experiment } = prevention;
  const { completedAtMs } = prevention;
  const quarter = quarterOf(prevention) ?? null;
  const columns = [
    id,
    version,
    status,
    priority,
    owner,
    kind,
    title,
    target,
    quarter,
    control,
    experiment,
  ] as const;
  return db.run(save, ...columns, atMs, atMs, completedAtMs, JSON.stringify(prevention));
}
