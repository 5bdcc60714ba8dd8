/** Root causes, preventions and the roadmap, as the API says them. All times are ms since the epoch. */
import { preventionKinds, preventionStatuses, priorities } from '@ounce/core';
import { z } from 'zod';

const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case letters and digits with dashes')
  .max(80);
const text = z.string().max(2_000);
const title = z.string().trim().min(1).max(200);
const reason = z.string().trim().max(2_000).optional();
const baseVersion = z.number().int().min(0).optional();
const timeMs = z.number().int().meta({ description: 'ms since the epoch' });

export const rootCauseView = z.object({
  id,
  version: z.number().int(),
  incidentType: z.string(),
  title: z.string(),
  says: z.string().optional(),
});

export const newRootCause = z.strictObject({
  title,
  incidentType: z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower case letters and digits with underscores'),
  says: text.optional(),
});

const checklistItem = z.strictObject({ text: z.string().trim().min(1).max(500), done: z.boolean() });
const expectedImpact = z.strictObject({
  says: text,
  metric: z.enum(['incident_rate', 'time_to_recover', 'time_to_detect', 'peak_queue', 'errors', 'none']),
  percent: z.number().min(0).max(100).optional(),
});

const fields = {
  title,
  initiative: title.optional(),
  incidentTypes: z.array(z.string()).max(50),
  rootCauses: z.array(z.string()).max(100),
  kind: z.enum(preventionKinds),
  oldApproach: text,
  newApproach: z.array(text).max(50),
  owner: z.string().max(200),
  priority: z.enum(priorities),
  target: z.string().optional(),
  quarter: z.string().optional(),
  status: z.enum(preventionStatuses),
  checklist: z.array(checklistItem).max(200),
  expectedImpact: expectedImpact.optional(),
  control: z.string().optional(),
  experiment: z.string().optional(),
  services: z.array(z.string()).max(1_000),
  rollouts: z.array(z.strictObject({ service: z.string(), atMs: timeMs })).max(1_000),
  issueUrl: z.url().optional(),
};

export const preventionView = z.object({
  id: z.string(),
  version: z.number().int(),
  ...fields,
  startedAtMs: timeMs.optional(),
  completedAtMs: timeMs.optional(),
  createdAtMs: timeMs,
  savedAtMs: timeMs,
});

export const newPrevention = z.strictObject({
  /** Made of the title when absent. */
  id: id.optional(),
  ...fields,
  incidentTypes: fields.incidentTypes.default([]),
  rootCauses: fields.rootCauses.default([]),
  oldApproach: fields.oldApproach.default(''),
  newApproach: fields.newApproach.default([]),
  owner: fields.owner.default(''),
  priority: fields.priority.default('P1'),
  status: fields.status.default('planned'),
  checklist: fields.checklist.default([]),
  services: fields.services.default([]),
  rollouts: fields.rollouts.default([]),
  reason,
});

const removable = [
  'initiative',
  'target',
  'quarter',
  'expectedImpact',
  'control',
  'experiment',
  'issueUrl',
] as const;

/** The fields named change, those in `without` go away, the others stay. */
export const preventionChanges = z.strictObject({
  ...z.object(fields).partial().shape,
  without: z.array(z.enum(removable)).optional(),
  baseVersion,
  reason,
});

export const preventionStep = z.strictObject({
  /** From 0, in the order of the checklist. */
  step: z.number().int().min(0),
  done: z.boolean(),
  baseVersion,
});

export const preventionStatusChange = z.strictObject({
  status: z.enum(preventionStatuses),
  baseVersion,
  reason,
});

const effectView = z.object({
  verdict: z.enum(['improved', 'not_yet_known', 'no_change', 'worse']),
  says: z.string(),
});

export const verificationView = z.object({
  ready: z.boolean(),
  has: z.array(z.string()),
  missing: z.array(z.string()),
  experiments: z.array(
    z.object({
      id: z.string(),
      scenario: z.string(),
      startedAtMs: timeMs,
      verdict: z.string().optional(),
      why: z.string().optional(),
    }),
  ),
  effect: effectView.optional(),
});

export const preventionChange = z.object({
  seq: z.number().int(),
  atMs: timeMs,
  actor: z.string(),
  field: z.enum(['status', 'target']),
  from: z.string().optional(),
  to: z.string().optional(),
  reason: z.string().optional(),
});

/** One prevention with everything that is known about it. */
export const preventionDetail = z.object({
  prevention: preventionView,
  /** Oldest first. */
  history: z.array(preventionChange),
  verification: verificationView,
  /** Where its status may go. */
  next: z.array(z.enum(preventionStatuses)),
  rootCauses: z.array(rootCauseView),
  /** Remarks that people have left, newest first. */
  notes: z.array(z.object({ atMs: timeMs, actor: z.string(), text: z.string() })),
});

export const suggestionView = z.object({
  prevention: preventionView,
  rootCauses: z.array(rootCauseView),
  effect: effectView.optional(),
  why: z.string(),
});

const loaded = z.object({ added: z.number().int(), kept: z.number().int() });
export const catalogueLoaded = z.object({ rootCauses: loaded, preventions: loaded, targets: loaded });

const claim = z
  .object({ before: z.number(), after: z.number() })
  .meta({ description: 'As somebody says it; never what was measured' });
export const targetClaims = z.object({
  incidentsPerMonth: claim.optional(),
  minutesToRecover: claim.optional(),
  availability: claim.optional(),
});
const aims = {
  incidentsPerMonth: z.number().min(0).max(100_000).meta({ description: 'of a type' }),
  minutesToRecover: z.number().min(0).max(1_000_000).meta({ description: 'of a type, median' }),
  availability: z.number().min(0).max(1).meta({ description: 'of customers; 0.9998 = 99.98 %' }),
  creditsDownPercent: z.number().min(0).max(100).meta({ description: 'of customers: fall of SLA credits' }),
  ticketsDownPercent: z
    .number()
    .min(0)
    .max(100)
    .meta({ description: 'of customers: fall of support tickets' }),
};
export const targetView = z.object({
  id: z.string().meta({ description: 'An incident type, or customers' }),
  version: z.number().int(),
  ...z.object(aims).partial().shape,
  claimed: targetClaims.optional(),
});
export const targetChanges = z.strictObject({
  ...z.object(aims).partial().shape,
  /** Figures to take away. */
  without: z.array(z.enum(Object.keys(aims) as [keyof typeof aims])).optional(),
  baseVersion: z.number().int().min(0).optional(),
});

export type RootCauseView = z.infer<typeof rootCauseView>;
export type PreventionView = z.infer<typeof preventionView>;
export type NewPrevention = z.input<typeof newPrevention>;
export type PreventionEdit = z.input<typeof preventionChanges>;
export type PreventionDetail = z.infer<typeof preventionDetail>;
export type VerificationView = z.infer<typeof verificationView>;
export type SuggestionView = z.infer<typeof suggestionView>;
export type TargetView = z.infer<typeof targetView>;
export type TargetEdit = z.input<typeof targetChanges>;
export type CatalogueAnswer = z.infer<typeof catalogueLoaded>;
