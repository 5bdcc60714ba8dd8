import {
  type Alert,
  type IncidentEvent,
  readCloudEvent,
  type toldByPagerDuty,
} from '../prevention/intake/index.ts';
import { present } from './present.ts';
import type { AlertmanagerNotification, CloudEvent, PagerDutyNotification, PlainEvent } from './types.ts';

/** What came in, in the words of the intake. */
export function alertOf(alert: AlertmanagerNotification['alerts'][number]): Alert {
  const { status, labels, annotations, startsAt, endsAt, fingerprint } = alert;
  return {
    ...{ status, labels, annotations, fingerprint },
    startsAtMs: Date.parse(startsAt),
    // A firing alert's end is when it would be forgotten, or the year 1.
    ...(status === 'resolved' && endsAt !== undefined ? { endsAtMs: Date.parse(endsAt) } : {}),
  };
}

/** Only for events whose type means something: their data has been checked to be an incident. */
export function pagerDutyEventOf(
  event: PagerDutyNotification['event'],
): Parameters<typeof toldByPagerDuty>[0] {
  const data = event.data as Extract<PagerDutyNotification['event'], { data: { id: string } }>['data'];
  const atMs = Date.parse(event.occurred_at);
  return {
    id: event.id,
    type: event.event_type,
    atMs,
    agent: event.agent?.summary ?? undefined,
    incident: {
      id: data.id,
      title: data.title,
      createdAtMs: data.created_at ? Date.parse(data.created_at) : atMs,
      service: { id: data.service.id, name: data.service.summary ?? undefined },
      priority: data.priority?.summary ?? undefined,
      urgency: data.urgency ?? undefined,
      url: data.html_url ?? undefined,
    },
  };
}

export function eventOfPlain({ startedAt, detectedAt, at, ...event }: PlainEvent): IncidentEvent {
  return present({ ...event, startedAtMs: startedAt, detectedAtMs: detectedAt, atMs: at });
}

export function eventOfCloud({ data, time, ...attributes }: CloudEvent): IncidentEvent {
  const { id, startedAt, detectedAt, at, ...said } = data;
  const { event, externalId } = readCloudEvent(attributes, id);
  const atMs = at ?? (time === undefined ? undefined : Date.parse(time));
  return present({ ...said, event, id: externalId, startedAtMs: startedAt, detectedAtMs: detectedAt, atMs });
}
