import { type NewEvent, OunceError } from '@ounce/core';
import type { IncidentRecord } from '../../ledger/index.ts';
import { appendPlanned } from './append-planned.ts';
import { checkTimes } from './check-times.ts';
import type { IncidentContext } from './context.ts';
import { findIncident } from './find.ts';

export const incidentSteps = ['acknowledge', 'mitigate', 'resolve'] as const;
export type IncidentStepName = (typeof incidentSteps)[number];

const steps = {
  acknowledge: { kind: 'incident.acknowledged', field: 'acknowledgedAtMs', word: 'acknowledged' },
  mitigate: { kind: 'incident.mitigated', field: 'mitigatedAtMs', word: 'mitigated' },
  resolve: { kind: 'incident.resolved', field: 'resolvedAtMs', word: 'resolved' },
} as const;

export interface StepAsked {
  readonly id: string;
  readonly why: string;
  /** When it was; now when absent. */
  readonly atMs?: number | undefined;
}

/**
 * Takes an incident one step on, and returns it as it is then.
 * Throws OUNCE_E_NOT_FOUND, OUNCE_E_RULE (it is past that step) or OUNCE_E_BAD_REQUEST (a time that cannot be).
 */
export async function takeStep(
  { ledger, clock }: IncidentContext,
  name: IncidentStepName,
  { id, why, atMs }: StepAsked,
  actor: string,
): Promise<IncidentRecord> {
  const { kind, field, word } = steps[name];
  const nowMs = clock.nowMs();
  await appendPlanned(ledger, () => {
    const incident = findIncident(ledger.query, id);
    refusePast(incident, field, word);
    checkTimes({ ...incident, [field]: atMs ?? nowMs }, nowMs);
    const data = { incidentId: id, why, ...(atMs === undefined ? {} : { atMs }) };
    const event: NewEvent = { atMs: nowMs, actor, subject: `incident:${id}`, kind, data };
    return { events: [event], result: undefined };
  });
  return findIncident(ledger.query, id);
}

/** Opens a resolved incident again. Throws OUNCE_E_NOT_FOUND, or OUNCE_E_RULE when it is open. */
export async function reopenIncident(
  { ledger, clock }: IncidentContext,
  { id, why }: StepAsked,
  actor: string,
): Promise<IncidentRecord> {
  const atMs = clock.nowMs();
  await appendPlanned(ledger, () => {
    const incident = findIncident(ledger.query, id);
    if (incident.resolvedAtMs === undefined)
      throw new OunceError('OUNCE_E_RULE', `The incident ${id} is open.`, {
        mend: 'Only a resolved incident can be opened again.',
      });
    const data = { incidentId: id, why };
    const event: NewEvent = { atMs, actor, subject: `incident:${id}`, kind: 'incident.reopened', data };
    return { events: [event], result: undefined };
  });
  return findIncident(ledger.query, id);
}

function refusePast(
  incident: IncidentRecord,
  field: (typeof steps)[IncidentStepName]['field'],
  word: string,
): void {
  const { id, resolvedAtMs } = incident;
  const sinceMs = incident[field];
  if (sinceMs !== undefined)
    throw new OunceError(
      'OUNCE_E_RULE',
      `The incident ${id} has been ${word} since ${new Date(sinceMs).toISOString()}.`,
      {
        mend: `If that time is wrong: ounce incidents correct ${id} --set ${field.replace('AtMs', '')}=TIME`,
      },
    );
  if (resolvedAtMs !== undefined)
    throw new OunceError(
      'OUNCE_E_RULE',
      `The incident ${id} was resolved at ${new Date(resolvedAtMs).toISOString()}.`,
      { mend: 'Open it again first (`ounce incidents reopen`), or correct the missing time.' },
    );
}
