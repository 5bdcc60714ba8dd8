import { z } from 'zod';

/** RFC 3339, as other systems write it, or ms since the epoch; read as ms. */
const moment = z
  .union([z.iso.datetime({ offset: true }), z.number().int()])
  .transform((value) => (typeof value === 'number' ? value : Date.parse(value)))
  .pipe(z.number().int().min(0).max(8.64e15));
const short = z
  .string()
  .min(1)
  .max(500)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get into names
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'must be one line of text');
const long = z.string().max(20_000);
const severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const labels = z.record(z.string().max(500), long);

const alert = z
  .looseObject({
    status: z.enum(['firing', 'resolved']),
    labels: labels.refine((all) => Object.keys(all).length > 0, 'an alert has at least one label'),
    annotations: labels.default({}),
    startsAt: z.iso.datetime({ offset: true }),
    endsAt: z.iso.datetime({ offset: true }).optional(),
    fingerprint: z.string().regex(/^[0-9a-f]{1,64}$/i, 'must be a fingerprint in hex'),
  })
  .refine(({ status, endsAt }) => status === 'firing' || endsAt !== undefined, {
    error: 'a resolved alert needs its end',
    path: ['endsAt'],
  });

/** Alertmanager's webhook, version 4. Fields that Ounce does not use may be there. */
export const alertmanagerNotification = z.looseObject({
  version: z.literal('4'),
  status: z.enum(['firing', 'resolved']),
  alerts: z.array(alert).min(1).max(5000),
});

const reference = z.looseObject({ id: short, summary: long.nullish() });

const pagerDutyIncident = z.looseObject({
  id: short,
  title: long,
  created_at: z.iso.datetime({ offset: true }).nullish(),
  html_url: long.nullish(),
  service: reference,
  priority: z.looseObject({ summary: long.nullish() }).nullish(),
  urgency: z.enum(['high', 'low']).nullish(),
});

const pagerDutyEnvelope = {
  id: short,
  occurred_at: z.iso.datetime({ offset: true }),
  agent: z.looseObject({ summary: long.nullish() }).nullish(),
};

/** PagerDuty's webhook, version 3: events of incidents, its test message, and events of other things, which mean nothing. */
export const pagerDutyNotification = z.looseObject({
  event: z.union([
    z.looseObject({
      ...pagerDutyEnvelope,
      event_type: z.enum([
        'incident.triggered',
        'incident.acknowledged',
        'incident.resolved',
        'incident.reopened',
        'incident.priority_updated',
        'incident.service_updated',
      ]),
      data: pagerDutyIncident,
    }),
    z.looseObject({
      ...pagerDutyEnvelope,
      event_type: z
        .string()
        .regex(
          /^(?!incident\.(triggered|acknowledged|resolved|reopened|priority_updated|service_updated)$)[a-z_]+(\.[a-z_]+)+$/,
          'must name an event such as incident.triggered, with the incident in `data`',
        ),
      data: z.looseObject({}),
    }),
  ]),
});

/** What may be said of an incident, by any sender. */
const incidentFields = {
  type: short.optional(),
  service: short.optional(),
  region: short.optional(),
  severity: severity.optional(),
  summary: long.optional(),
  drill: z.boolean().optional(),
  customersAffected: z.number().int().min(0).max(1e12).optional(),
  startedAt: moment.optional(),
  detectedAt: moment.optional(),
  at: moment.optional(),
  why: long.optional(),
};

const plainEvent = z.strictObject({
  event: z.enum(['opened', 'acknowledged', 'mitigated', 'resolved', 'reopened', 'corrected']),
  /** The sender's own id of the incident. */
  id: short,
  ...incidentFields,
});

const attributes = {
  specversion: z.literal('1.0'),
  id: short,
  source: short,
  type: short,
  subject: short.optional(),
  time: z.iso.datetime({ offset: true }).optional(),
};

const cloudEventData = z.strictObject({ id: short.optional(), ...incidentFields });

/** A CloudEvent 1.0 whose type ends in `incident.opened`, `incident.resolved`, … Extension attributes may be there. */
export const cloudEvent = z.looseObject({
  ...attributes,
  datacontenttype: z.string().regex(/json/, 'must be JSON').optional(),
  data: cloudEventData.default({}),
});

/** The attributes as headers (binary mode); the body is the data. */
export const binaryAttributes = z.object(attributes);
export const binaryData = cloudEventData;

const most = 1000;
export const plainEvents = z.union([plainEvent, z.array(plainEvent).min(1).max(most)]);
export const cloudEvents = z.array(cloudEvent).min(1).max(most);

export const takenIn = z.object({
  opened: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  incidentIds: z.array(z.string()),
});

export type AlertmanagerNotification = z.infer<typeof alertmanagerNotification>;
export type PagerDutyNotification = z.infer<typeof pagerDutyNotification>;
export type PlainEvent = z.infer<typeof plainEvent>;
export type CloudEvent = z.infer<typeof cloudEvent>;
