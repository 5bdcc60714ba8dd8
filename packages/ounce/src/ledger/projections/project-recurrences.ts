import type { Projection } from './projection.ts';

export interface RecurrencesTable {
  id: string;
  seq: number;
  at_ms: number;
  type: string;
  service: string | null;
  /** The whole recurrence, JSON. */
  recurrence: string;
}

const add = `insert into recurrences (id, seq, at_ms, type, service, recurrence) values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing`;

export const projectRecurrences: Projection = {
  tables: `create table recurrences (
    seq integer primary key, id text not null unique, at_ms integer not null, type text not null, service text, recurrence text not null
  );`,
  on: {
    // Several governors may see the same one: the first word counts.
    'recurrence.detected': (db, { seq, data: { recurrence } }) => {
      const { id, atMs, type, service } = recurrence;
      db.run(add, id, seq, atMs, type, service, JSON.stringify(recurrence));
    },
  },
};
