import type { Projection } from './projection.ts';

export interface RootCausesTable {
  id: string;
  incident_type: string;
  /** The whole root cause, JSON. */
  root_cause: string;
}

const save = `insert into root_causes (id, incident_type, root_cause) values (?, ?, ?)
  on conflict (id) do update set incident_type = excluded.incident_type, root_cause = excluded.root_cause`;

export const projectCatalogue: Projection = {
  tables: `create table root_causes (
    id text primary key, incident_type text not null, root_cause text not null
  ) without rowid;`,
  on: {
    'root_cause.saved': (db, { data: { rootCause } }) => {
      db.run(save, rootCause.id, rootCause.incidentType, JSON.stringify(rootCause));
    },
  },
};
