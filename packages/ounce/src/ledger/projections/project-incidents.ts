import type { IncidentChanges } from '@ounce/core';
import type { Database } from '../database.ts';
import type { Projection } from './projection.ts';

export interface IncidentsTable {
  id: string;
  seq: number;
  type: string;
  service: string;
  region: string;
  severity: number;
  drill: number;
  experiment_id: string | null;
  summary: string;
  started_at_ms: number;
  detected_at_ms: number;
  acknowledged_at_ms: number | null;
  mitigated_at_ms: number | null;
  mitigated_why: string | null;
  resolved_at_ms: number | null;
  resolved_why: string | null;
  customers_affected: number | null;
  source: string;
  external_id: string | null;
}

const open = `insert into incidents (id, seq, type, service, region, severity, drill, experiment_id, summary,
  started_at_ms, detected_at_ms, acknowledged_at_ms, mitigated_at_ms, resolved_at_ms, customers_affected, source, external_id)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`;
const acknowledge = `update incidents set acknowledged_at_ms = ? where id = ? and acknowledged_at_ms is null`;
const mitigate = `update incidents set mitigated_at_ms = ?, mitigated_why = ? where id = ? and mitigated_at_ms is null`;
const resolve = `update incidents set resolved_at_ms = ?, resolved_why = ? where id = ? and resolved_at_ms is null`;
const reopen = `update incidents set resolved_at_ms = null, resolved_why = null where id = ?`;

const columnOf: Readonly<Record<keyof IncidentChanges, keyof IncidentsTable>> = {
  type: 'type',
  service: 'service',
  region: 'region',
  severity: 'severity',
  drill: 'drill',
  summary: 'summary',
  customersAffected: 'customers_affected',
  startedAtMs: 'started_at_ms',
  detectedAtMs: 'detected_at_ms',
  acknowledgedAtMs: 'acknowledged_at_ms',
  mitigatedAtMs: 'mitigated_at_ms',
  resolvedAtMs: 'resolved_at_ms',
};

function correct(db: Database, incidentId: string, changes: IncidentChanges): void {
  for (const [name, value] of Object.entries(changes) as [
    keyof IncidentChanges,
    string | number | boolean,
  ][]) {
    const column = columnOf[name];
    if (column) db.run(`update incidents set ${column} = ? where id = ?`, plain(value), incidentId);
  }
}

const plain = (value: string | number | boolean) => (typeof value === 'boolean' ? Number(value) : value);

export const projectIncidents: Projection = {
  tables: `create table incidents (
    seq integer primary key, id text not null unique, type text not null, service text not null, region text not null,
    severity integer not null, drill integer not null, experiment_id text, summary text not null,
    started_at_ms integer not null, detected_at_ms integer not null, acknowledged_at_ms integer,
    mitigated_at_ms integer, mitigated_why text, resolved_at_ms integer, resolved_why text,
    customers_affected integer, source text not null, external_id text
  );`,
  // The first one has all that lists are narrowed by: what does not fit is passed over without a look at its row.
  indexes: [
    'create index incidents_by_start on incidents (started_at_ms, id, region, severity, drill, resolved_at_ms)',
    'create index incidents_by_type on incidents (type, started_at_ms, id)',
    'create index incidents_by_service on incidents (service, started_at_ms, id)',
    'create index incidents_by_external_id on incidents (source, external_id) where external_id is not null',
    'create index incidents_open on incidents (started_at_ms, id) where resolved_at_ms is null',
    'create index incidents_counted on incidents (type, drill, resolved_at_ms)',
    `create index incidents_to_review on incidents (coalesce(resolved_at_ms, started_at_ms), id)
      where severity <= 2 and drill = 0 and source <> 'import'`,
  ],
  on: {
    'incident.opened': (db, { seq, data }) => {
      db.run(
        open,
        data.id,
        seq,
        data.type,
        data.service,
        data.region,
        data.severity,
        data.drill ? 1 : 0,
        data.experimentId,
        data.summary,
        data.startedAtMs,
        data.detectedAtMs,
        data.acknowledgedAtMs,
        data.mitigatedAtMs,
        data.resolvedAtMs,
        data.customersAffected,
        data.source ?? 'detection',
        data.externalId,
      );
    },
    // The first time counts: a second word about the same incident does not move it.
    'incident.acknowledged': (db, { atMs, data }) => db.run(acknowledge, data.atMs ?? atMs, data.incidentId),
    'incident.mitigated': (db, { atMs, data }) =>
      db.run(mitigate, data.atMs ?? atMs, data.why, data.incidentId),
    'incident.resolved': (db, { atMs, data }) =>
      db.run(resolve, data.atMs ?? atMs, data.why, data.incidentId),
    'incident.reopened': (db, { data }) => db.run(reopen, data.incidentId),
    'incident.corrected': (db, { data }) => correct(db, data.incidentId, data.changes),
  },
};
