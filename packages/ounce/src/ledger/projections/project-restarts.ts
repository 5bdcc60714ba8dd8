import type { Projection } from './projection.ts';

export interface RestartsTable {
  seq: number;
  at_ms: number;
  decision_id: string;
  service: string;
  region: string;
  instance: string;
  control: string;
  why: string;
  detect_ms: number | null;
  recover_ms: number | null;
}

const add = `insert into restarts (seq, at_ms, decision_id, service, region, instance, control, why)
  values (?, ?, ?, ?, ?, ?, ?, ?)`;
const back = 'update restarts set detect_ms = ?, recover_ms = ? where decision_id = ? and instance = ?';

/** Every restart that a control has ordered, and how long it took until the instance was back. */
export const projectRestarts: Projection = {
  tables: `create table restarts (
    seq integer primary key, at_ms integer not null, decision_id text not null, service text not null, region text not null,
    instance text not null, control text not null, why text not null, detect_ms integer, recover_ms integer
  );`,
  indexes: [
    'create index restarts_by_service on restarts (service, seq)',
    'create index restarts_by_decision on restarts (decision_id)',
  ],
  on: {
    'action.taken': (db, { seq, atMs, data: { action, decision, why } }) => {
      if (action.kind !== 'restart') return;
      const { id, service, region, control } = decision;
      db.run(add, seq, atMs, id, service, region, action.instance, control, why);
    },
    'instance.recovered': (db, { data: { detectMs, recoverMs, decisionId, instance } }) => {
      db.run(back, detectMs, recoverMs, decisionId, instance);
    },
  },
};
