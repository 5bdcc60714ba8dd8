import type { Projection } from './projection.ts';

/** The newest word about the days ahead of each service. */
export interface CapacityToldTable {
  service: string;
  region: string;
  at_ms: number;
  /** JSON of a Shortage; null once it is not expected any more. */
  shortage: string | null;
  /** The first day that was named. */
  first_ms: number | null;
  says: string;
}

/** Load tests that capacity is learnt from. */
export interface LoadTestsTable {
  id: number;
  service: string;
  region: string;
  at_ms: number;
  /** JSON of a LoadTest. */
  test: string;
}

/** Launches and the like that people announced, beside those of the config. */
export interface CapacityEventsTable {
  id: string;
  /** JSON of an AnnouncedEvent. */
  event: string;
}

const save = `insert into capacity_told (service, region, at_ms, shortage, first_ms, says) values (?, ?, ?, ?, ?, ?)
  on conflict (service, region) do update set at_ms = excluded.at_ms, shortage = excluded.shortage, first_ms = excluded.first_ms,
  says = excluded.says`;

export const projectCapacity: Projection = {
  tables: `create table capacity_told (
    service text not null, region text not null, at_ms integer not null, shortage text, first_ms integer, says text not null,
    primary key (service, region)
  ) without rowid;
  create table load_tests (id integer primary key, service text not null, region text not null, at_ms integer not null, test text not null);
  create table capacity_events (id text primary key, event text not null) without rowid;`,
  on: {
    'capacity.shortage_ahead': (db, { atMs, data: { service, region, shortage, firstMs, says } }) => {
      db.run(save, service, region, atMs, JSON.stringify(shortage), firstMs ?? shortage.worstMs, says);
    },
    'capacity.shortage_over': (db, { atMs, data: { service, region, says } }) => {
      db.run(save, service, region, atMs, null, null, says);
    },
    'capacity.load_tested': (db, { seq, atMs, data: { service, region, test } }) => {
      const add = 'insert into load_tests (id, service, region, at_ms, test) values (?, ?, ?, ?, ?)';
      db.run(add, seq, service, region, atMs, JSON.stringify(test));
    },
    'capacity.event_announced': (db, { data: { event } }) => {
      const add = `insert into capacity_events (id, event) values (?, ?) on conflict (id) do update set event = excluded.event`;
      db.run(add, event.id, JSON.stringify(event));
    },
    'capacity.event_withdrawn': (db, { data: { id } }) => {
      db.run('delete from capacity_events where id = ?', id);
    },
  },
};
