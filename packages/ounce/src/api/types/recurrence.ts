/** Recurrences, as the API says them. */
import { preventionReviewOutcomes } from '@ounce/core';
import { z } from 'zod';

const timeMs = z.number().meta({ description: 'ms since the epoch' });
const rule = z.object({ count: z.number(), windowDays: z.number() });
const ratedRule = rule.extend({ chance: z.number() });

export const preventionReviewView = z.object({
  seq: z.number(),
  preventionId: z.string(),
  recurrenceId: z.string(),
  why: z.string(),
  openedAtMs: timeMs,
  closedAtMs: timeMs.optional(),
  closedBy: z.string().optional(),
  outcome: z.enum(preventionReviewOutcomes).optional(),
  closedWhy: z.string().optional(),
});

export const recurrenceView = z.object({
  id: z.string(),
  seq: z.number(),
  type: z.string(),
  service: z.string().optional(),
  atMs: timeMs,
  rule: rule.extend({ perService: z.boolean() }),
  incidentIds: z.array(z.string()).readonly(),
  preventions: z.array(z.object({ id: z.string(), why: z.string() })).readonly(),
  chance: z.object({ perMonth: z.number(), withinAYear: z.number() }).optional(),
  says: z.string(),
  /** How far each channel has been told. */
  told: z.array(
    z.object({
      channel: z.string(),
      state: z.enum(['claimed', 'sent', 'failed']),
      attempt: z.number(),
      atMs: timeMs,
      why: z.string().optional(),
    }),
  ),
  reviews: z.array(preventionReviewView).readonly(),
});

export const ruleChanceView = z.object({
  type: z.string(),
  rule: rule.extend({ type: z.string().optional(), perService: z.boolean() }),
  perMonth: z.number(),
  withinAYear: z.number(),
  rateAware: z.object({ sameWindow: ratedRule, sameCount: ratedRule.nullable() }).nullable(),
  says: z.string(),
});

export const closePreventionReview = z.strictObject({
  outcome: z.enum(preventionReviewOutcomes),
  why: z.string().trim().min(1).max(2_000),
});

export type RecurrenceView = z.infer<typeof recurrenceView>;
export type PreventionReviewView = z.infer<typeof preventionReviewView>;
export type RuleChanceView = z.infer<typeof ruleChanceView>;
