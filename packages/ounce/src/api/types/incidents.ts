import { incidentSources } from '@ounce/core';
import { z } from 'zod';

const timeMs = z.number().int().meta({ description: 'ms since the epoch' });
const severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get into names
const oneLine = /^[^\u0000-\u001f\u007f]*$/;
const name = z.string().trim().min(1).max(200).regex(oneLine, 'must be one line');
const text = z.string().trim().min(1).max(4000);
const count = z.number().int().min(0).max(1e12);

export const incidentView = z.object({
  id: z.string(),
  type: z.string(),
  service: z.string(),
  region: z.string(),
  severity: z.number().int().min(1).max(4),
  drill: z.boolean(),
  experimentId: z.string().optional(),
  summary: z.string(),
  startedAtMs: timeMs,
  detectedAtMs: timeMs,
  acknowledgedAtMs: timeMs.optional(),
  mitigatedAtMs: timeMs.optional(),
  mitigatedWhy: z.string().optional(),
  resolvedAtMs: timeMs.optional(),
  resolvedWhy: z.string().optional(),
  customersAffected: z.number().optional(),
  /** Who said that there is an incident; `detection` when absent. */
  source: z.enum(incidentSources).optional(),
  /** What its source calls it. */
  externalId: z.string().optional(),
});

export const incidentFilter = z.object({
  state: z.enum(['open', 'resolved']).optional(),
  type: z.string().optional(),
  service: z.string().optional(),
  region: z.string().optional(),
  severity: z.coerce.number().pipe(severity).optional(),
  drill: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
  sinceMs: z.coerce.number().int().optional(),
  untilMs: z.coerce.number().int().optional(),
});

export const incidentPage = z.object({
  items: z.array(incidentView),
  next: z.string().optional(),
  /** How many there are on all pages, when `count` was asked for. */
  total: z.number().optional(),
});

export const incidentDetail = incidentView.extend({
  reviewId: z.string().optional(),
  reviewStatus: z.string().optional(),
});

export const timelineView = z.object({
  items: z.array(
    z.object({ seq: z.number(), atMs: timeMs, kind: z.string(), actor: z.string(), text: z.string() }),
  ),
});

export const incidentTypeList = z.object({ items: z.array(z.object({ id: z.string(), title: z.string() })) });

export const newIncident = z.strictObject({
  type: name,
  service: name,
  /** The fleet's first region when absent. */
  region: name.optional(),
  severity,
  summary: text,
  drill: z.boolean().optional(),
  startedAtMs: timeMs.optional(),
  detectedAtMs: timeMs.optional(),
  acknowledgedAtMs: timeMs.optional(),
  mitigatedAtMs: timeMs.optional(),
  resolvedAtMs: timeMs.optional(),
  customersAffected: count.optional(),
});

export const incidentStep = z.strictObject({
  why: text,
  /** When it was; now when absent. */
  atMs: timeMs.optional(),
});

export const incidentReopening = z.strictObject({ why: text });

export const incidentCorrection = z.strictObject({
  changes: z
    .strictObject({
      type: name,
      service: name,
      region: name,
      severity,
      drill: z.boolean(),
      summary: text,
      customersAffected: count,
      startedAtMs: timeMs,
      detectedAtMs: timeMs,
      acknowledgedAtMs: timeMs,
      mitigatedAtMs: timeMs,
      resolvedAtMs: timeMs,
    })
    .partial(),
  why: text,
});

const importedIncident = z.strictObject({
  externalId: z.string().min(1).max(500),
  type: name,
  service: name,
  region: name,
  severity,
  summary: text,
  drill: z.boolean(),
  startedAtMs: timeMs,
  detectedAtMs: timeMs,
  acknowledgedAtMs: timeMs.optional(),
  mitigatedAtMs: timeMs.optional(),
  resolvedAtMs: timeMs.optional(),
  customersAffected: count.optional(),
  /** What the history did not say. */
  assumed: z.array(z.enum(['type', 'service', 'region', 'severity', 'summary', 'detectedAtMs'])),
});

const spans = z.array(z.strictObject({ startMs: timeMs, endMs: timeMs })).max(1000);

export const importBatch = z.strictObject({
  source: name,
  incidents: z.array(importedIncident).max(2000),
  dryRun: z.boolean().optional(),
  /** With the last batch: the window that was watched. */
  done: z
    .strictObject({
      sinceMs: timeMs,
      untilMs: timeMs,
      rows: z.number().int().min(0),
      rejected: z.number().int().min(0),
      services: z.array(name).max(1000),
      /** Times within the window in which nobody watched. */
      unwatched: spans.optional(),
    })
    .optional(),
});

export const importCounts = z.object({ opened: z.number(), changed: z.number(), unchanged: z.number() });

export const importList = z.object({
  items: z.array(
    z.object({
      seq: z.number(),
      atMs: timeMs,
      actor: z.string(),
      importId: z.string(),
      source: z.string(),
      sinceMs: timeMs,
      untilMs: timeMs,
      rows: z.number(),
      rejected: z.number(),
      services: z.array(z.string()),
      unwatched: spans,
    }),
  ),
});

export type IncidentView = z.infer<typeof incidentView>;
export type IncidentPage = z.infer<typeof incidentPage>;
export type IncidentDetail = z.infer<typeof incidentDetail>;
export type TimelineView = z.infer<typeof timelineView>;
export type IncidentTypeList = z.infer<typeof incidentTypeList>;
export type NewIncident = z.infer<typeof newIncident>;
export type IncidentCorrection = z.infer<typeof incidentCorrection>;
export type ImportCountsView = z.infer<typeof importCounts>;
export type ImportList = z.infer<typeof importList>;
