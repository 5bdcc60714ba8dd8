import type { Projection } from './projection.ts';

export interface ModesTable {
  control: string;
  service: string;
  region: string;
  mode: string;
  reason: string;
  actor: string;
  since_ms: number;
}

const set = `insert into modes (control, service, region, mode, reason, actor, since_ms) values (?, ?, ?, ?, ?, ?, ?)
  on conflict (control, service, region) do update set
  mode = excluded.mode, reason = excluded.reason, actor = excluded.actor, since_ms = excluded.since_ms`;

export const projectModes: Projection = {
  tables: `create table modes (
    control text not null, service text not null, region text not null, mode text not null,
    reason text not null, actor text not null, since_ms integer not null, primary key (control, service, region)
  ) without rowid;`,
  on: {
    'control.mode_changed': (db, { atMs, actor, data: { control, service, region, to, reason } }) => {
      db.run(set, control, service, region, to, reason, actor, atMs);
    },
  },
};
