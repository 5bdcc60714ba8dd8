import type { Projection } from './projection.ts';

export interface ImportsTable {
  seq: number;
  at_ms: number;
  actor: string;
  import_id: string;
  source: string;
  since_ms: number;
  until_ms: number;
  rows: number;
  rejected: number;
  /** JSON of a list of names. */
  services: string;
  /** JSON of a list of times. */
  unwatched: string;
}

const add = `insert into imports (seq, at_ms, actor, import_id, source, since_ms, until_ms, rows, rejected, services, unwatched)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export const projectImports: Projection = {
  tables: `create table imports (
    seq integer primary key, at_ms integer not null, actor text not null, import_id text not null, source text not null,
    since_ms integer not null, until_ms integer not null, rows integer not null, rejected integer not null,
    services text not null, unwatched text not null
  );`,
  indexes: ['create index imports_by_source on imports (source, seq)'],
  on: {
    'history.imported': (db, { seq, atMs, actor, data }) => {
      const { importId, source, sinceMs, untilMs, rows, rejected, services, unwatched = [] } = data;
      db.run(
        add,
        seq,
        atMs,
        actor,
        importId,
        source,
        sinceMs,
        untilMs,
        rows,
        rejected,
        JSON.stringify(services),
        JSON.stringify(unwatched),
      );
    },
  },
};
