import type { Projection } from './projection.ts';

export interface RootCausesTable {
  id: string;
  incident_type: string;
  /** The whole root cause, JSON. */
  root_cause: string;
}

export interface TargetsTable {
  id: string;
  /** The whole target, JSON. */
  target: string;
}

const save = `insert into root_causes (id, incident_type, root_cause) values (?, ?, ?)
  on conflict (id) do update set incident_type = excluded.incident_type, root_cause = excluded.root_cause`;

const saveTarget = `insert into targets (id, target) values (?, ?)
  on conflict (id) do update set target = excluded.target`;

export const projectCatalogue: Projection = {
  tables: `create table root_causes (
    id text primary key, incident_type text not null, root_cause text not null
  ) without rowid;
  create table targets (id text primary key, target text not null) without rowid;`,
  on: {
    'root_cause.saved': (db, { data: { rootCause } }) => {
      db.run(save, rootCause.id, rootCause.incidentType, JSON.stringify(rootCause));
    },
    'target.saved': (db, { data: { target } }) => {
      db.run(saveTarget, target.id, JSON.stringify(target));
    },
  },
};
