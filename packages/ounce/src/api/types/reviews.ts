/** Post-incident reviews, as the API says them. All times are ms since the epoch. */
import { preventionKinds, reviewStatuses } from '@ounce/core';
import { z } from 'zod';
import { rootCauseView, suggestionView } from './preventions.ts';

const timeMs = z.number().int().meta({ description: 'ms since the epoch' });
const text = z.string().max(100_000);
const version = z.number().int().min(1);

const fields = {
  title: z.string().max(500),
  owner: z.string().max(200).optional(),
  timeline: z
    .array(z.strictObject({ atMs: timeMs, text: z.string().max(10_000), seq: z.number().int().optional() }))
    .max(2_000),
  rootCauses: z.array(z.string().max(200)).max(100),
  actions: z
    .array(
      z.strictObject({
        text: z.string().max(2_000),
        owner: z.string().max(200).optional(),
        done: z.boolean(),
        preventionId: z.string().optional(),
      }),
    )
    .max(200),
  impact: text,
  contributingFactors: text,
  whyNotCaught: text,
  wentWell: text,
  lessons: text,
  resolution: text,
  /** Sections of the team's own, by heading. */
  more: z.record(z.string().max(200), text).optional(),
};

export const reviewFields = z.strictObject({ ...fields, baseVersion: version });

export const reviewView = z.object({
  id: z.string(),
  incidentId: z.string(),
  version,
  status: z.enum(reviewStatuses),
  ...fields,
  createdAtMs: timeMs,
  savedAtMs: timeMs,
  savedBy: z.string(),
  finishedAtMs: timeMs.optional(),
});

export const reviewedIncident = z.object({
  id: z.string(),
  type: z.string(),
  service: z.string(),
  region: z.string(),
  severity: z.number().int(),
  drill: z.boolean(),
  summary: z.string(),
  startedAtMs: timeMs,
  resolvedAtMs: timeMs.optional(),
});

/** One review with everything that helps to write it. */
export const reviewDetail = z.object({
  review: reviewView,
  incident: reviewedIncident.optional(),
  /** When it is or was due; absent for incidents that need no review. */
  dueAtMs: timeMs.optional(),
  /** What it still needs before it can be finished. */
  missing: z.array(z.string()),
  /** Root causes of the incident's type to pick from, and those it names already. */
  candidates: z.array(rootCauseView),
  suggestions: z.array(suggestionView),
  readings: z.array(
    z.object({
      series: z.string(),
      sinceMs: timeMs,
      stepMs: z.number(),
      values: z.array(z.number().nullable()),
    }),
  ),
});

/** An incident whose review should be finished by now. */
export const overdueView = z.object({
  incident: reviewedIncident,
  dueAtMs: timeMs,
  /** Absent when nobody has begun one. */
  reviewId: z.string().optional(),
  /** When people were told. */
  remindedAtMs: timeMs.optional(),
});

export const overduePage = z.object({
  items: z.array(overdueView),
  /** Of all, not only of these. */
  total: z.number().int(),
  /** There may be more than `total`: so many were counted, and no further. */
  more: z.boolean(),
});

const baseVersion = version;
export const reviewStep = z.strictObject({ baseVersion });
export const newReview = z.strictObject({ incidentId: z.string() });
export const reviewMarkdown = z.object({ markdown: z.string().max(1_000_000) });

export const reviewAdoption = z.union([
  z.strictObject({ baseVersion, preventionId: z.string() }),
  z.strictObject({
    baseVersion,
    title: z.string().trim().min(1).max(200),
    kind: z.enum(preventionKinds),
    rootCauses: z.array(z.string()).max(100),
    owner: z.string().max(200).optional(),
  }),
]);

export type ReviewView = z.infer<typeof reviewView>;
export type ReviewEdit = z.input<typeof reviewFields>;
export type ReviewDetail = z.infer<typeof reviewDetail>;
export type ReviewedIncident = z.infer<typeof reviewedIncident>;
export type OverdueView = z.infer<typeof overdueView>;
export type OverduePage = z.infer<typeof overduePage>;
export type ReviewAdoption = z.input<typeof reviewAdoption>;
