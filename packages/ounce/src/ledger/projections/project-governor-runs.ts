import type { Projection } from './projection.ts';

/** Starts and stops of governors: when somebody watched, and how closely. */
export interface GovernorRunsTable {
  seq: number;
  at_ms: number;
  kind: 'started' | 'stopped';
  governor: string;
  /** JSON of ms by kind of metric; null for stops and for governors that did not say. */
  intervals: string | null;
}

const add = 'insert into governor_runs (seq, at_ms, kind, governor, intervals) values (?, ?, ?, ?, ?)';

export const projectGovernorRuns: Projection = {
  tables: `create table governor_runs (
    seq integer primary key, at_ms integer not null, kind text not null, governor text not null, intervals text
  );`,
  on: {
    'governor.started': (db, { seq, atMs, data: { governor = '', intervalsMs } }) => {
      db.run(add, seq, atMs, 'started', governor, intervalsMs && JSON.stringify(intervalsMs));
    },
    'governor.stopped': (db, { seq, atMs, data: { governor = '' } }) => {
      db.run(add, seq, atMs, 'stopped', governor, null);
    },
  },
};
