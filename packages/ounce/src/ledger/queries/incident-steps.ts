import type { EventKind, IncidentChanges, IncidentSource } from '@ounce/core';
import { build, type Database } from '../database.ts';
import type { IncidentStepRecord } from '../incident-records.ts';
import { present } from './paging.ts';

const mostSteps = 1000;

export function incidentSteps(db: Database, incidentId: string): readonly IncidentStepRecord[] {
  const query = build
    .selectFrom('incident_steps')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('seq')
    .limit(mostSteps);
  return db.all(query.compile()).map((row) => ({
    seq: row.seq,
    atMs: row.at_ms,
    kind: row.kind as EventKind,
    actor: row.actor,
    why: row.why,
    ...present({
      source: row.source as IncidentSource | null,
      changes: row.changes === null ? null : (JSON.parse(row.changes) as IncidentChanges),
    }),
  }));
}
