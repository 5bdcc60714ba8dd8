import type { ExperimentTargets, Scenario, Verdict } from '@ounce/core';
import type { Selectable } from 'kysely';
import { build, type Database } from '../database.ts';
import type { ExperimentsTable } from '../projections/project-experiments.ts';
import type { ExperimentFilter, ExperimentRecord, FaultRecord, Page } from '../records.ts';
import { limitOf, pageOf, present, seqCursor } from './paging.ts';

export function experiments(db: Database, filter: ExperimentFilter = {}): Page<ExperimentRecord> {
  const { scenario, service, verdict, running } = filter;
  const limit = limitOf(filter);
  const before = seqCursor(filter.cursor);
  let query = build
    .selectFrom('experiments')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (scenario !== undefined) query = query.where('scenario_name', '=', scenario);
  if (service !== undefined) query = query.where('service', '=', service);
  if (verdict !== undefined) query = query.where('verdict_kind', '=', verdict);
  if (running !== undefined) query = query.where('finished_at_ms', running ? 'is' : 'is not', null);
  if (before !== undefined) query = query.where('seq', '<', before);
  const rows = db.all(query.compile());
  return pageOf(
    rows,
    limit,
    (row) => toRecord(db, row),
    ({ seq }) => String(seq),
  );
}

export function experiment(db: Database, id: string): ExperimentRecord | undefined {
  const row = db.first(build.selectFrom('experiments').selectAll().where('id', '=', id).compile());
  return row && toRecord(db, row);
}

function toRecord(db: Database, row: Selectable<ExperimentsTable>): ExperimentRecord {
  return {
    id: row.id,
    seq: row.seq,
    actor: row.actor,
    scenario: JSON.parse(row.scenario) as Scenario,
    targets: JSON.parse(row.targets) as ExperimentTargets,
    durationMs: row.duration_ms,
    controls: row.controls,
    startedAtMs: row.started_at_ms,
    faults: faultsOf(db, row.id),
    ...present({
      finishedAtMs: row.finished_at_ms,
      verdict: row.verdict === null ? null : (JSON.parse(row.verdict) as Verdict),
    }),
  };
}

function faultsOf(db: Database, experimentId: string): readonly FaultRecord[] {
  const query = build
    .selectFrom('experiment_faults')
    .selectAll()
    .where('experiment_id', '=', experimentId)
    .orderBy('injected_at_ms')
    .orderBy('fault_id');
  return db.all(query.compile()).map((row) => ({
    faultId: row.fault_id,
    injectedAtMs: row.injected_at_ms,
    ...present({ removedAtMs: row.removed_at_ms, removedWhy: row.removed_why }),
  }));
}
