import type { Incident, IncidentChanges, NewEvent } from '@ounce/core';
import type { LedgerQueries } from '../../../ledger/index.ts';
import { after, allowed, type KnownIncident, knownIncident } from '../../intake/known-incident.ts';
import { differences } from '../correct.ts';
import { incidentIdOf } from '../incident-id.ts';
import { opened } from '../open.ts';
import type { ImportedIncident } from './imported-incident.ts';

export interface ImportCounts {
  readonly opened: number;
  /** Known incidents of which the file now says something else. */
  readonly changed: number;
  readonly unchanged: number;
}

const steps = [
  { kind: 'incident.acknowledged', field: 'acknowledgedAtMs' },
  { kind: 'incident.mitigated', field: 'mitigatedAtMs' },
  { kind: 'incident.resolved', field: 'resolvedAtMs' },
] as const;

/** What must be written so that the ledger says what the file says, except where a person has said otherwise. */
export function planImport(
  query: LedgerQueries,
  incidents: readonly ImportedIncident[],
  by: { readonly actor: string; readonly nowMs: number },
): { events: NewEvent[]; result: ImportCounts } {
  const known = new Map<string, KnownIncident>();
  const events: NewEvent[] = [];
  const counts = { opened: 0, changed: 0, unchanged: 0 };
  for (const imported of incidents) {
    const { externalId } = imported;
    const found = query.incidentByExternalId('import', externalId);
    const before = known.get(externalId) ?? (found && knownIncident(query, found));
    if (!before) {
      const incident = newIncident(imported);
      events.push(opened(incident, by.nowMs, by.actor));
      known.set(externalId, { incident, lastStepMs: by.nowMs, byPerson: new Set() });
      counts.opened += 1;
      continue;
    }
    const changes = changesOf(before, imported, by);
    events.push(...changes);
    known.set(
      externalId,
      changes.reduce((state, event) => after(state, event, atOf(event)), before),
    );
    counts[changes.length > 0 ? 'changed' : 'unchanged'] += 1;
  }
  return { events, result: counts };
}

function newIncident({ assumed: _, ...imported }: ImportedIncident): Incident {
  return { ...imported, id: incidentIdOf('import', imported.externalId), source: 'import' };
}

/** Steps that the file tells of for the first time, and one correction for everything else. */
function changesOf(
  { incident, byPerson }: KnownIncident,
  { assumed, externalId: _, ...said }: ImportedIncident,
  { actor, nowMs }: { actor: string; nowMs: number },
): NewEvent[] {
  const stated = Object.entries(said).filter(([field]) => !(assumed as readonly string[]).includes(field));
  const changes = allowed(differences(incident, Object.fromEntries(stated)), byPerson);
  const about = { incidentId: incident.id, source: 'import' as const };
  const event = { atMs: nowMs, actor, subject: `incident:${incident.id}` };
  const told = steps.flatMap(({ kind, field }): NewEvent[] => {
    const atMs = changes[field];
    if (atMs === undefined || incident[field] !== undefined) return [];
    return [{ ...event, kind, data: { ...about, atMs, why: 'The imported history says so now.' } }];
  });
  const rest = Object.fromEntries(
    Object.entries(changes).filter(
      ([field]) => !steps.some((step) => step.field === field && incident[step.field] === undefined),
    ),
  ) as IncidentChanges;
  if (Object.keys(rest).length === 0) return told;
  const why = 'The imported history says otherwise now.';
  return [...told, { ...event, kind: 'incident.corrected', data: { ...about, changes: rest, why } }];
}

const atOf = ({ atMs, data }: NewEvent): number =>
  'atMs' in data && data.atMs !== undefined ? data.atMs : atMs;
