import type { Projection } from './projection.ts';

export interface BreakerChangesTable {
  seq: number;
  at_ms: number;
  service: string;
  region: string;
  instance: string;
  dependency: string;
  endpoint: string;
  from_state: string;
  to_state: string;
  break_ms: number | null;
  cause: string | null;
}

const add = `insert into breaker_changes
  (seq, at_ms, service, region, instance, dependency, endpoint, from_state, to_state, break_ms, cause)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Every change of a circuit's state that a guard has told of. */
export const projectBreakers: Projection = {
  tables: `create table breaker_changes (
    seq integer primary key, at_ms integer not null, service text not null, region text not null, instance text not null,
    dependency text not null, endpoint text not null, from_state text not null, to_state text not null, break_ms integer,
    cause text
  );`,
  indexes: ['create index breaker_changes_by_service on breaker_changes (service, at_ms)'],
  on: {
    'breaker.changed': (db, { seq, atMs, data }) => {
      const { service, region, instance, dependency, endpoint, from, to, breakMs, cause } = data;
      const of = [service, region, instance, dependency, endpoint];
      db.run(add, seq, atMs, ...of, from, to, breakMs ?? null, cause ?? null);
    },
  },
};
