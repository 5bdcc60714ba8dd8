import type { Projection } from './projection.ts';

/** Freezes, changed modes, changes of breakers and warnings as they came; the tables `freeze` and `modes` have only what holds now. */
export interface ChangesTable {
  seq: number;
  at_ms: number;
  actor: string;
  kind: string;
  /** Null for what concerns all services. */
  service: string | null;
  text: string;
}

const add = 'insert into changes (seq, at_ms, actor, kind, service, text) values (?, ?, ?, ?, ?, ?)';

export const projectChanges: Projection = {
  tables: `create table changes (
    seq integer primary key, at_ms integer not null, actor text not null, kind text not null, service text, text text not null
  );`,
  indexes: ['create index changes_by_time on changes (at_ms, seq)'],
  on: {
    'breaker.changed': (db, { seq, atMs, kind, data }) => {
      const { service, instance, dependency, endpoint, from, to, cause } = data;
      const which = endpoint ? `${dependency} ${endpoint}` : dependency;
      const text = `The breaker of ${instance} for ${which} went from ${from} to ${to}${cause ? `: ${cause}` : '.'}`;
      db.run(add, seq, atMs, instance, kind, service, text);
    },
    'service.warned': (db, { seq, atMs, actor, kind, data }) => {
      db.run(add, seq, atMs, actor, kind, data.service, data.says);
    },
    'freeze.set': (db, { seq, atMs, actor, kind, data }) => {
      db.run(add, seq, atMs, actor, kind, null, `Everything was frozen: ${data.reason}`);
    },
    'freeze.lifted': (db, { seq, atMs, actor, kind, data }) => {
      db.run(add, seq, atMs, actor, kind, null, `The freeze was lifted: ${data.reason}`);
    },
    'control.mode_changed': (db, { seq, atMs, actor, kind, data }) => {
      const { service, region, control, from, to, reason } = data;
      const text = `${control} of ${service}@${region} went from ${from} to ${to}: ${reason}`;
      db.run(add, seq, atMs, actor, kind, service, text);
    },
  },
};
