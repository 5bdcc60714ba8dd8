import type { IncidentSource, IncidentType, ServiceRef, Severity } from '@ounce/core';
import { type ExpressionBuilder, type Selectable, sql } from 'kysely';
import { build, type Database } from '../database.ts';
import type { IncidentsTable } from '../projections/project-incidents.ts';
import type { IncidentFilter, IncidentRecord, Page } from '../records.ts';
import type { Tables } from '../tables.ts';
import { cursorError, limitOf, pageOf, present } from './paging.ts';

export function openIncidents(
  db: Database,
  { type, service, region }: Partial<ServiceRef> & { type?: IncidentType } = {},
): readonly IncidentRecord[] {
  let query = build
    .selectFrom('incidents')
    .selectAll()
    .where('resolved_at_ms', 'is', null)
    .orderBy('started_at_ms', 'desc')
    .orderBy('id', 'desc');
  if (type !== undefined) query = query.where('type', '=', type);
  if (service !== undefined) query = query.where('service', '=', service);
  if (region !== undefined) query = query.where('region', '=', region);
  return db.all(query.compile()).map(toIncident);
}

export function incidents(db: Database, filter: IncidentFilter = {}): Page<IncidentRecord> {
  const { cursor } = filter;
  const limit = limitOf(filter);
  let query = build
    .selectFrom('incidents')
    .selectAll()
    .where(found(filter))
    .orderBy('started_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (cursor !== undefined) {
    const [startedAtMs, id] = fromCursor(cursor);
    query = query.where(sql<boolean>`(started_at_ms, id) < (${startedAtMs}, ${id})`);
  }
  return pageOf(db.all(query.compile()), limit, toIncident, (row) => `${row.started_at_ms} ${row.id}`);
}

export function incidentCount(db: Database, filter: IncidentFilter = {}): number {
  const query = build
    .selectFrom('incidents')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where(found(filter));
  return db.first(query.compile())?.total ?? 0;
}

/** What a filter finds, on all pages. */
function found({ type, service, region, severity, drill, state, sinceMs, untilMs }: IncidentFilter) {
  return ({ and, eb }: ExpressionBuilder<Tables, 'incidents'>) =>
    and([
      ...(type === undefined ? [] : [eb('type', '=', type)]),
      ...(service === undefined ? [] : [eb('service', '=', service)]),
      ...(region === undefined ? [] : [eb('region', '=', region)]),
      ...(severity === undefined ? [] : [eb('severity', '=', severity)]),
      ...(drill === undefined ? [] : [eb('drill', '=', drill ? 1 : 0)]),
      ...(state === undefined ? [] : [eb('resolved_at_ms', state === 'open' ? 'is' : 'is not', null)]),
      ...(sinceMs === undefined ? [] : [eb('started_at_ms', '>=', sinceMs)]),
      ...(untilMs === undefined ? [] : [eb('started_at_ms', '<', untilMs)]),
    ]);
}

export function incident(db: Database, id: string): IncidentRecord | undefined {
  const row = db.first(build.selectFrom('incidents').selectAll().where('id', '=', id).compile());
  return row && toIncident(row);
}

/** The one that its source calls so: newest first when there were several. */
export function incidentByExternalId(
  db: Database,
  source: IncidentSource,
  externalId: string,
): IncidentRecord | undefined {
  const query = build
    .selectFrom('incidents')
    .selectAll()
    .where('source', '=', source)
    .where('external_id', '=', externalId)
    .orderBy('seq', 'desc')
    .limit(1);
  const row = db.first(query.compile());
  return row && toIncident(row);
}

function fromCursor(cursor: string): [number, string] {
  const [, startedAtMs, id] = /^(-?[\d.]+) (.+)$/s.exec(cursor) ?? [];
  if (startedAtMs === undefined || id === undefined) throw cursorError(cursor);
  return [Number(startedAtMs), id];
}

export function toIncident(row: Selectable<IncidentsTable>): IncidentRecord {
  return {
    id: row.id,
    seq: row.seq,
    type: row.type,
    service: row.service,
    region: row.region,
    severity: row.severity as Severity,
    drill: row.drill === 1,
    summary: row.summary,
    startedAtMs: row.started_at_ms,
    detectedAtMs: row.detected_at_ms,
    source: row.source as IncidentSource,
    ...present({
      experimentId: row.experiment_id,
      acknowledgedAtMs: row.acknowledged_at_ms,
      customersAffected: row.customers_affected,
      externalId: row.external_id,
      mitigatedAtMs: row.mitigated_at_ms,
      mitigatedWhy: row.mitigated_why,
      resolvedAtMs: row.resolved_at_ms,
      resolvedWhy: row.resolved_why,
    }),
  };
}
