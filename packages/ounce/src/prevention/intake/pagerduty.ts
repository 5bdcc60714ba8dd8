import type { Severity } from '@ounce/core';
import { nameOf, severityOf, textOf } from './names.ts';
import type { IntakeDefaults, PagerDutySettings } from './settings.ts';
import type { Told, ToldBatch, ToldIncident } from './told.ts';

/** What Ounce needs of the incident in an event of PagerDuty's webhooks, version 3. */
interface PagerDutyIncident {
  readonly id: string;
  readonly title: string;
  readonly createdAtMs: number;
  readonly service: { readonly id: string; readonly name?: string | undefined };
  readonly priority?: string | undefined;
  readonly urgency?: 'high' | 'low' | undefined;
  readonly url?: string | undefined;
}

export interface PagerDutyEvent {
  readonly id: string;
  /** E.g. `incident.triggered`. */
  readonly type: string;
  readonly atMs: number;
  /** Who did it, if it says so. */
  readonly agent?: string | undefined;
  readonly incident: PagerDutyIncident;
}

/** What each kind of event means here; the others (annotations, responders, escalations) mean nothing. */
const meanings = {
  'incident.triggered': 'open',
  'incident.acknowledged': 'acknowledge',
  'incident.resolved': 'resolve',
  'incident.reopened': 'reopen',
  'incident.priority_updated': 'correct',
  'incident.service_updated': 'correct',
} as const;

export function isMeant(type: string): type is keyof typeof meanings {
  return Object.hasOwn(meanings, type);
}

/** An event in Ounce's words. https://developer.pagerduty.com/docs/webhooks-overview */
export function toldByPagerDuty(
  { type, atMs, agent, incident }: PagerDutyEvent,
  settings: PagerDutySettings,
  defaults: IntakeDefaults,
): ToldBatch {
  if (!isMeant(type)) return { source: 'pagerduty', told: [] };
  const opening = incidentOf(incident, atMs, settings, defaults);
  const who = agent === undefined ? '' : ` (${textOf(agent, 'somebody')})`;
  const why = `PagerDuty says ${type.slice('incident.'.length).replaceAll('_', ' ')}${who}.`;
  const about = { externalId: incident.id, incident: opening, why, atMs };
  const kind = meanings[type];
  const told: Told =
    kind === 'correct' ? { ...about, kind, changes: changesOf(type, opening) } : { ...about, kind };
  return { source: 'pagerduty', told: [told] };
}

function changesOf(type: string, { severity, service, type: incidentType }: ToldIncident) {
  return type === 'incident.service_updated' ? { service, type: incidentType } : { severity };
}

function incidentOf(
  { title, createdAtMs, service, priority, urgency }: PagerDutyIncident,
  atMs: number,
  settings: PagerDutySettings,
  defaults: IntakeDefaults,
): ToldIncident {
  const ours = (names: Readonly<Record<string, string>>) =>
    [service.id, service.name ?? '']
      .map((key) => (Object.hasOwn(names, key) ? names[key] : undefined))
      .find(Boolean);
  const byUrgency: Severity | undefined = urgency && settings.urgencies[urgency];
  const name = nameOf(service.name) ?? nameOf(service.id);
  return {
    type: ours(settings.types) ?? defaults.type,
    service: ours(settings.services) ?? name ?? defaults.service,
    region: defaults.region,
    severity: severityOf(priority, settings.priorities) ?? byUrgency ?? defaults.severity,
    drill: false,
    summary: textOf(title, 'A PagerDuty incident without a title.'),
    startedAtMs: Math.min(createdAtMs, atMs),
    detectedAtMs: Math.min(createdAtMs, atMs),
  };
}
