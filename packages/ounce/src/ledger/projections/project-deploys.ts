import type { Projection } from './projection.ts';

export interface DeploysTable {
  seq: number;
  at_ms: number;
  service: string;
  version: string;
  note: string | null;
}

const add = 'insert into deploys (seq, at_ms, service, version, note) values (?, ?, ?, ?, ?)';

export const projectDeploys: Projection = {
  tables: `create table deploys (
    seq integer primary key, at_ms integer not null, service text not null, version text not null, note text
  );`,
  indexes: ['create index deploys_by_service on deploys (service, at_ms)'],
  on: {
    'deploy.recorded': (db, { seq, atMs, data: { service, version, note } }) => {
      db.run(add, seq, atMs, service, version, note);
    },
  },
};
