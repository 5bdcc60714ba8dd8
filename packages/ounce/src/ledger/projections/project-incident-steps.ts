import type { EventKind, JournalEvent } from '@ounce/core';
import type { Database } from '../database.ts';
import type { Projection } from './projection.ts';

/** What happened to incidents after they were opened, one row an event: their timeline, and who has the word about what. */
export interface IncidentStepsTable {
  seq: number;
  incident_id: string;
  /** When it was, as against when it was told. */
  at_ms: number;
  kind: string;
  actor: string;
  why: string;
  /** A person's word when null, else the source that said so. */
  source: string | null;
  /** JSON of IncidentChanges; of corrections only. */
  changes: string | null;
}

const add = `insert into incident_steps (seq, incident_id, at_ms, kind, actor, why, source, changes)
  values (?, ?, ?, ?, ?, ?, ?, ?)`;

type StepKind = Extract<
  EventKind,
  | 'incident.acknowledged'
  | 'incident.mitigated'
  | 'incident.resolved'
  | 'incident.reopened'
  | 'incident.corrected'
>;

function addStep(db: Database, { seq, atMs, actor, kind, data }: JournalEvent<StepKind>): void {
  const toldMs = 'atMs' in data ? data.atMs : undefined;
  const changes = 'changes' in data ? JSON.stringify(data.changes) : undefined;
  db.run(add, seq, data.incidentId, toldMs ?? atMs, kind, actor, data.why, data.source, changes);
}

export const projectIncidentSteps: Projection = {
  tables: `create table incident_steps (
    seq integer primary key, incident_id text not null, at_ms integer not null, kind text not null, actor text not null,
    why text not null, source text, changes text
  );`,
  indexes: ['create index incident_steps_by_incident on incident_steps (incident_id, seq)'],
  on: {
    'incident.acknowledged': addStep,
    'incident.mitigated': addStep,
    'incident.resolved': addStep,
    'incident.reopened': addStep,
    'incident.corrected': addStep,
  },
};
