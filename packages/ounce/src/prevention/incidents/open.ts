import type { Incident, NewEvent } from '@ounce/core';
import { appendPlanned } from './append-planned.ts';
import { checkTimes } from './check-times.ts';
import type { IncidentContext } from './context.ts';
import { incidentIdOf } from './incident-id.ts';
import { checkType } from './incident-types.ts';

/** What a person says of a new incident; it began now when no start is given. */
export type OpenIncident = Omit<
  Incident,
  'id' | 'drill' | 'startedAtMs' | 'detectedAtMs' | 'source' | 'externalId' | 'experimentId'
> &
  Partial<Pick<Incident, 'drill' | 'startedAtMs' | 'detectedAtMs'>>;

/** Opens an incident by hand. Throws OUNCE_E_BAD_REQUEST for an unknown type or times that cannot be. */
export async function openIncident(
  { ledger, clock, ownTypes }: IncidentContext,
  asked: OpenIncident,
  actor: string,
): Promise<Incident> {
  checkType(asked.type, ownTypes);
  const nowMs = clock.nowMs();
  const startedAtMs = asked.startedAtMs ?? nowMs;
  const detectedAtMs = asked.detectedAtMs ?? Math.max(nowMs, startedAtMs);
  return appendPlanned(ledger, () => {
    const { type, service, region, summary } = asked;
    const id = incidentIdOf('person', ledger.query.head().hash, type, service, region, summary, nowMs);
    const incident: Incident = {
      drill: false,
      ...asked,
      id,
      startedAtMs,
      detectedAtMs,
      source: 'person',
    };
    checkTimes(incident, nowMs);
    return { events: [opened(incident, nowMs, actor)], result: incident };
  });
}

export function opened(incident: Incident, atMs: number, actor: string): NewEvent {
  return { atMs, actor, subject: `incident:${incident.id}`, kind: 'incident.opened', data: incident };
}
