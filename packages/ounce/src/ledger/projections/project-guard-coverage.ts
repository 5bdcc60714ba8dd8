import type { Projection } from './projection.ts';

export interface GuardCoverageTable {
  service: string;
  calls: number;
  guarded: number;
  files: number;
  actor: string;
  at_ms: number;
}

const set = `insert into guard_coverage (service, calls, guarded, files, actor, at_ms) values (?, ?, ?, ?, ?, ?)
  on conflict (service) do update set
  calls = excluded.calls, guarded = excluded.guarded, files = excluded.files, actor = excluded.actor, at_ms = excluded.at_ms`;

/** One row is the latest audit of a service's outgoing calls. */
export const projectGuardCoverage: Projection = {
  tables: `create table guard_coverage (
    service text primary key, calls integer not null, guarded integer not null, files integer not null,
    actor text not null, at_ms integer not null
  ) without rowid;`,
  on: {
    'guard.audited': (db, { atMs, actor, data: { service, calls, guarded, files } }) => {
      db.run(set, service, calls, guarded, files, actor, atMs);
    },
  },
};
