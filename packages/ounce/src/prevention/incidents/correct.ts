import { type IncidentChanges, type NewEvent, OunceError } from '@ounce/core';
import type { IncidentRecord } from '../../ledger/index.ts';
import { appendPlanned } from './append-planned.ts';
import { checkTimes } from './check-times.ts';
import type { IncidentContext } from './context.ts';
import { findIncident } from './find.ts';
import { checkType } from './incident-types.ts';

/**
 * Says what was wrong about an incident, with a reason that is kept. Only what differs is written.
 * Throws OUNCE_E_NOT_FOUND, OUNCE_E_RULE (nothing differs) or OUNCE_E_BAD_REQUEST (an unknown type, times that cannot be).
 */
export async function correctIncident(
  { ledger, clock, ownTypes }: IncidentContext,
  { id, changes, why }: { id: string; changes: IncidentChanges; why: string },
  actor: string,
): Promise<IncidentRecord> {
  if (changes.type !== undefined) checkType(changes.type, ownTypes);
  const atMs = clock.nowMs();
  await appendPlanned(ledger, () => {
    const incident = findIncident(ledger.query, id);
    const differing = differences(incident, changes);
    if (Object.keys(differing).length === 0)
      throw new OunceError('OUNCE_E_RULE', `The incident ${id} says so already.`, {
        mend: 'Name a value that differs from what it has.',
      });
    checkTimes({ ...incident, ...differing }, atMs);
    const data = { incidentId: id, changes: differing, why };
    const event: NewEvent = { atMs, actor, subject: `incident:${id}`, kind: 'incident.corrected', data };
    return { events: [event], result: undefined };
  });
  return findIncident(ledger.query, id);
}

/** Those of the changes that the incident does not say already. */
export function differences(
  incident: Readonly<Partial<Record<keyof IncidentChanges, unknown>>>,
  changes: IncidentChanges,
): IncidentChanges {
  const entries = Object.entries(changes) as [keyof IncidentChanges, unknown][];
  return Object.fromEntries(
    entries.filter(([field, value]) => value !== undefined && incident[field] !== value),
  );
}
