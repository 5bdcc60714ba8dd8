import type { Projection } from './projection.ts';

export interface TicketsTable {
  source: string;
  since_ms: number;
  until_ms: number;
  /** Empty for all services. */
  service: string;
  /** Empty for all types. */
  type: string;
  seq: number;
  count: number;
}

// A help desk that counts the same stretch again knows better by now.
const count = `insert into tickets (source, since_ms, until_ms, service, type, seq, count) values (?, ?, ?, ?, ?, ?, ?)
  on conflict (source, since_ms, until_ms, service, type) do update set seq = excluded.seq, count = excluded.count`;

export const projectTickets: Projection = {
  tables: `create table tickets (
    source text not null, since_ms integer not null, until_ms integer not null, service text not null, type text not null,
    seq integer not null, count integer not null, primary key (source, since_ms, until_ms, service, type)
  ) without rowid;`,
  on: {
    'tickets.counted': (db, { seq, data }) => {
      const { source, sinceMs, untilMs, service = '', type = '' } = data;
      db.run(count, source, sinceMs, untilMs, service, type, seq, data.count);
    },
  },
};
