import type { Projection } from './projection.ts';

/** One row while frozen, none while free. */
export interface FreezeTable {
  only: number;
  reason: string;
  actor: string;
  since_ms: number;
}

// A second freeze does not move the first one's time: it has been frozen since then.
const set =
  'insert into freeze (only, reason, actor, since_ms) values (1, ?, ?, ?) on conflict (only) do nothing';

export const projectFreeze: Projection = {
  tables: `create table freeze (
    only integer primary key check (only = 1), reason text not null, actor text not null, since_ms integer not null
  );`,
  on: {
    'freeze.set': (db, { atMs, actor, data }) => db.run(set, data.reason, actor, atMs),
    'freeze.lifted': (db) => db.run('delete from freeze'),
  },
};
