import type { IncidentType, Severity } from '@ounce/core';
import { build, type Database } from '../database.ts';
import type { GovernorRun, IncidentFact } from '../effect-records.ts';
import { present } from './paging.ts';

const columns = [
  'id',
  'type',
  'service',
  'severity',
  'source',
  'started_at_ms as startedAtMs',
  'detected_at_ms as detectedAtMs',
  'resolved_at_ms as resolvedAtMs',
] as const;

const real = build.selectFrom('incidents').select(columns).where('drill', '=', 0);

export function incidentFacts(db: Database, { type }: { type?: IncidentType } = {}): readonly IncidentFact[] {
  const query = type === undefined ? real : real.where('type', '=', type);
  return db.all(query.compile()).map(toFact);
}

export function incidentFact(db: Database, id: string): IncidentFact | undefined {
  const row = db.first(real.where('id', '=', id).compile());
  return row && toFact(row);
}

interface Row extends Omit<IncidentFact, 'severity' | 'source' | 'resolvedAtMs'> {
  severity: number;
  source: string;
  resolvedAtMs: number | null;
}

/** Written out: there are very many of them. */
function toFact({ resolvedAtMs, severity, ...row }: Row): IncidentFact {
  const known = row as Omit<IncidentFact, 'severity'>;
  return resolvedAtMs === null
    ? { ...known, severity: severity as Severity }
    : { ...known, severity: severity as Severity, resolvedAtMs };
}

export function governorRuns(db: Database): readonly GovernorRun[] {
  const query = build.selectFrom('governor_runs').selectAll().orderBy('seq');
  return db.all(query.compile()).map(({ at_ms: atMs, intervals, ...row }) => ({
    ...row,
    atMs,
    ...present({ intervalsMs: intervals && (JSON.parse(intervals) as Record<string, number>) }),
  })) as GovernorRun[];
}
