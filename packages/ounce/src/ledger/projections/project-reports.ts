import type { Projection } from './projection.ts';

export interface ReportsTable {
  seq: number;
  id: string;
  cadence: string;
  title: string;
  start_ms: number;
  end_ms: number;
  made_at_ms: number;
  /** The whole report, JSON. */
  report: string;
}

const add = `insert into reports (seq, id, cadence, title, start_ms, end_ms, made_at_ms, report) values (?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do nothing`;

export const projectReports: Projection = {
  tables: `create table reports (
    seq integer primary key, id text not null unique, cadence text not null, title text not null, start_ms integer not null,
    end_ms integer not null, made_at_ms integer not null, report text not null
  );`,
  on: {
    // Several governors may issue the same one: the first counts.
    'report.issued': (db, { seq, data: { report } }) => {
      const { id, cadence, title, period, madeAtMs } = report;
      db.run(add, seq, id, cadence, title, period.startMs, period.endMs, madeAtMs, JSON.stringify(report));
    },
  },
};
