import type { Projection } from './projection.ts';

/** The newest replay of a control for a service. */
export interface ReplaysTable {
  control: string;
  service: string;
  region: string;
  at_ms: number;
  /** The event's data, JSON. */
  replay: string;
}

const save = `insert into replays (control, service, region, at_ms, replay) values (?, ?, ?, ?, ?)
  on conflict (control, service, region) do update set at_ms = excluded.at_ms, replay = excluded.replay`;

export const projectReplays: Projection = {
  tables: `create table replays (
    control text not null, service text not null, region text not null, at_ms integer not null, replay text not null,
    primary key (control, service, region)
  ) without rowid;`,
  on: {
    'control.replayed': (db, { atMs, data }) => {
      db.run(save, data.control, data.service, data.region, atMs, JSON.stringify(data));
    },
  },
};
