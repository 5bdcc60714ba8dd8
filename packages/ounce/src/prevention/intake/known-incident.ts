import type { EventKind, Incident, IncidentChanges, NewEvent } from '@ounce/core';
import type { IncidentStepRecord, LedgerQueries } from '../../ledger/index.ts';

/** One incident as it will be once the events planned so far are in, so that a batch may open and resolve the same one. */
export interface KnownIncident {
  readonly incident: Incident;
  /** When the newest thing that was told about it happened: what is older and comes later changes nothing. */
  readonly lastStepMs: number;
  /** When it was opened again last; what says that it ended before that is old. */
  readonly reopenedAtMs?: number;
  /** What a person has said or corrected: no source may say otherwise. */
  readonly byPerson: ReadonlySet<string>;
}

export function knownIncident(query: LedgerQueries, incident: Incident): KnownIncident {
  const steps = query.incidentSteps(incident.id);
  const reopened = steps.findLast(({ kind }) => kind === 'incident.reopened');
  return {
    incident,
    ...(reopened && { reopenedAtMs: reopened.atMs }),
    lastStepMs: Math.max(incident.startedAtMs, ...steps.map(({ atMs }) => atMs)),
    byPerson: new Set(steps.flatMap((step) => (step.source ? [] : fieldsOf(step)))),
  };
}

/** What a step says something about. */
function fieldsOf({ kind, changes = {} }: IncidentStepRecord): string[] {
  const field = stepFields[kind];
  return field === undefined ? Object.keys(changes) : [field];
}

const stepFields: Partial<Record<EventKind, keyof IncidentChanges>> = {
  'incident.acknowledged': 'acknowledgedAtMs',
  'incident.mitigated': 'mitigatedAtMs',
  'incident.resolved': 'resolvedAtMs',
};

/** The same as the tables make of the event. */
export function after(known: KnownIncident, event: NewEvent, atMs: number): KnownIncident {
  const lastStepMs = Math.max(known.lastStepMs, atMs);
  const incident = changed(known.incident, event, atMs);
  const reopenedAtMs = event.kind === 'incident.reopened' ? { reopenedAtMs: atMs } : {};
  return { ...known, ...reopenedAtMs, lastStepMs, incident };
}

function changed(incident: Incident, event: NewEvent, atMs: number): Incident {
  switch (event.kind) {
    case 'incident.acknowledged':
      return { ...incident, acknowledgedAtMs: atMs };
    case 'incident.mitigated':
      return { ...incident, mitigatedAtMs: atMs };
    case 'incident.resolved':
      return { ...incident, resolvedAtMs: atMs };
    case 'incident.corrected':
      return { ...incident, ...event.data.changes };
    case 'incident.reopened': {
      const { resolvedAtMs: _, ...open } = incident;
      return open;
    }
    default:
      return incident;
  }
}

/** Leaves out what a person has corrected. */
export function allowed(changes: IncidentChanges, byPerson: ReadonlySet<string>): IncidentChanges {
  return Object.fromEntries(Object.entries(changes).filter(([field]) => !byPerson.has(field)));
}
