import type { Projection } from './projection.ts';

export interface ExperimentsTable {
  id: string;
  seq: number;
  actor: string;
  scenario_name: string;
  service: string;
  region: string;
  /** JSON of a Scenario. */
  scenario: string;
  /** JSON of ExperimentTargets. */
  targets: string;
  duration_ms: number;
  controls: 'on' | 'off';
  started_at_ms: number;
  finished_at_ms: number | null;
  verdict_kind: string | null;
  /** JSON of a Verdict. */
  verdict: string | null;
}

export interface ExperimentFaultsTable {
  experiment_id: string;
  fault_id: string;
  injected_at_ms: number;
  removed_at_ms: number | null;
  removed_why: string | null;
}

const start = `insert into experiments (id, seq, actor, scenario_name, service, region, scenario, targets, duration_ms, controls, started_at_ms)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`;
const inject = `insert into experiment_faults (experiment_id, fault_id, injected_at_ms) values (?, ?, ?)
  on conflict (experiment_id, fault_id) do nothing`;
const remove = `update experiment_faults set removed_at_ms = ?, removed_why = ?
  where experiment_id = ? and fault_id = ? and removed_at_ms is null`;
const finish = `update experiments set finished_at_ms = ?, verdict_kind = ?, verdict = ?
  where id = ? and finished_at_ms is null`;

export const projectExperiments: Projection = {
  tables: `create table experiments (
    id text primary key, seq integer not null unique, actor text not null, scenario_name text not null,
    service text not null, region text not null, scenario text not null, targets text not null,
    duration_ms integer not null, controls text not null, started_at_ms integer not null,
    finished_at_ms integer, verdict_kind text, verdict text
  ) without rowid;
  create table experiment_faults (
    experiment_id text not null, fault_id text not null, injected_at_ms integer not null,
    removed_at_ms integer, removed_why text, primary key (experiment_id, fault_id)
  ) without rowid;`,
  indexes: [
    'create index experiments_running on experiments (seq) where finished_at_ms is null',
    'create index experiments_by_service on experiments (service, started_at_ms)',
    'create index experiments_by_verdict on experiments (verdict_kind, seq)',
  ],
  on: {
    'experiment.started': (db, { seq, atMs, actor, data }) => {
      const { experimentId, scenario, targets, durationMs, controls } = data;
      const { service, region } = targets.target;
      const texts = [JSON.stringify(scenario), JSON.stringify(targets)] as const;
      db.run(
        start,
        experimentId,
        seq,
        actor,
        scenario.name,
        service,
        region,
        ...texts,
        durationMs,
        controls,
        atMs,
      );
    },
    'experiment.fault_injected': (db, { atMs, data }) => {
      db.run(inject, data.experimentId, data.faultId, atMs);
    },
    'experiment.fault_removed': (db, { atMs, data }) => {
      db.run(remove, atMs, data.why, data.experimentId, data.faultId);
    },
    'experiment.finished': (db, { atMs, data: { experimentId, verdict } }) => {
      db.run(finish, atMs, verdict.kind, JSON.stringify(verdict), experimentId);
    },
  },
};
