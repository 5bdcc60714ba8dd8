import type { IncidentChanges, Severity } from '@ounce/core';
import { nameOf, textOf } from './names.ts';
import type { IntakeDefaults } from './settings.ts';
import type { Told, ToldBatch, ToldIncident } from './told.ts';

/** What may happen to an incident, as senders of plain JSON and CloudEvents say it. */
export const eventNames = [
  'opened',
  'acknowledged',
  'mitigated',
  'resolved',
  'reopened',
  'corrected',
] as const;
export type EventName = (typeof eventNames)[number];

/** One event of any sender; times are ms since the epoch. */
export interface IncidentEvent {
  readonly event: EventName;
  /** The sender's own id of the incident. */
  readonly id: string;
  /** When it happened; now when absent. */
  readonly atMs?: number | undefined;
  readonly why?: string | undefined;
  readonly type?: string | undefined;
  readonly service?: string | undefined;
  readonly region?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly summary?: string | undefined;
  readonly drill?: boolean | undefined;
  readonly customersAffected?: number | undefined;
  readonly startedAtMs?: number | undefined;
  readonly detectedAtMs?: number | undefined;
}

const kinds = {
  opened: 'open',
  acknowledged: 'acknowledge',
  mitigated: 'mitigate',
  resolved: 'resolve',
  reopened: 'reopen',
  corrected: 'correct',
} as const;

/** Events of a sender in Ounce's words. */
export function toldByEvents(
  events: readonly IncidentEvent[],
  defaults: IntakeDefaults,
  nowMs: number,
): ToldBatch {
  return { source: 'event', told: events.map((event) => toldOf(event, defaults, nowMs)) };
}

function toldOf(event: IncidentEvent, defaults: IntakeDefaults, nowMs: number): Told {
  const atMs = event.atMs ?? nowMs;
  const why = textOf(event.why, `The sender says ${event.event}.`);
  const about = { externalId: event.id, why, atMs };
  const kind = kinds[event.event];
  if (kind === 'open') return { ...about, kind, incident: incidentOf(event, atMs, defaults) };
  // Only an event with a service says enough to open what nothing is known of.
  const incident = event.service === undefined ? {} : { incident: incidentOf(event, atMs, defaults) };
  if (kind === 'correct') return { ...about, ...incident, kind, changes: changesOf(event) };
  return { ...about, ...incident, kind };
}

function incidentOf(event: IncidentEvent, atMs: number, defaults: IntakeDefaults): ToldIncident {
  const { severity, drill = false, customersAffected } = event;
  const startedAtMs = event.startedAtMs ?? atMs;
  return {
    type: event.type ?? defaults.type,
    service: nameOf(event.service) ?? defaults.service,
    region: nameOf(event.region) ?? defaults.region,
    severity: severity ?? defaults.severity,
    drill,
    summary: textOf(event.summary, `${event.type ?? 'An incident'} of ${event.service ?? defaults.service}`),
    startedAtMs,
    detectedAtMs: event.detectedAtMs ?? Math.max(startedAtMs, event.event === 'opened' ? atMs : startedAtMs),
    ...(customersAffected === undefined ? {} : { customersAffected }),
  };
}

function changesOf(event: IncidentEvent): IncidentChanges {
  const { type, severity, drill, customersAffected, startedAtMs, detectedAtMs, summary } = event;
  const changes = {
    ...{ type, severity, drill, customersAffected, startedAtMs, detectedAtMs },
    service: nameOf(event.service),
    region: nameOf(event.region),
    summary: summary === undefined ? undefined : textOf(summary, ''),
  };
  const said = Object.entries(changes).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(said) as IncidentChanges;
}
