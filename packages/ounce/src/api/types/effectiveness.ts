/** Whether preventions work, as the API says it. Null for a figure that does not exist; a null `high` is no upper limit. */
import { z } from 'zod';
import { targetClaims, targetView } from './preventions.ts';

const timeMs = z.number().meta({ description: 'ms since the epoch' });
const figure = z.number().nullable();

const rate = z.object({
  count: z.number(),
  days: z.number().meta({ description: 'observed days' }),
  perMonth: figure,
  low: figure,
  high: figure,
});
const ratio = z.object({ estimate: figure, low: z.number(), high: figure });
const minutes = z.object({
  count: z.number(),
  stillOpen: z.number(),
  median: figure,
  low: figure,
  high: figure,
});
const durations = z.object({
  before: minutes,
  after: minutes,
  shift: z.object({ estimate: figure, low: figure, high: figure }).nullable(),
  answer: z.enum(['shorter', 'longer', 'no-difference-shown', 'not-possible']),
  why: z.string(),
});

const effect = {
  kind: z.enum(['improved', 'disagreement', 'worse', 'not-yet-known', 'no-comparison']),
  headline: z.string(),
  about: z
    .array(
      z.enum([
        'monitor-changed',
        'fewer-but-longer',
        'only-low-severity-fell',
        'fewer-but-more-severe',
        'fell-before',
        'rose-before',
        'burst-before',
        'more-but-less-downtime',
      ]),
    )
    .readonly(),
  notes: z.array(z.string()).readonly(),
  split: z
    .object({
      beforeEndMs: timeMs,
      afterStartMs: timeMs,
      says: z.string(),
      preventionId: z.string().optional(),
    })
    .nullable(),
  rate,
  before: rate.nullable(),
  after: rate.nullable(),
  ratio: ratio.nullable(),
  anytime: ratio.nullable(),
  dispersion: figure,
  improvementProbability: figure,
  incidentFreeDays: figure,
  downtime: z.object({ before: figure, after: figure }).nullable(),
  severe: z.object({ before: rate, after: rate }).nullable(),
  toResolve: durations.nullable(),
  toDetect: durations.nullable(),
  times: z
    .object({
      metric: z.enum(['time_to_recover', 'time_to_detect']),
      kind: z.enum(['improved', 'disagreement', 'worse', 'not-yet-known']),
      headline: z.string(),
      about: z
        .array(
          z.enum([
            'monitor-changed',
            'shorter-before',
            'shorter-but-not-less-downtime',
            'shorter-but-more-often',
            'shorter-but-more-severe',
            'only-the-mix-changed',
          ]),
        )
        .readonly(),
    })
    .nullable()
    .meta({ description: 'Whether the times that a prevention was to shorten got shorter' }),
};

const exposure = z.object({
  sinceMs: timeMs.nullable(),
  untilMs: timeMs,
  watchedDays: z.number(),
  unwatchedDays: z.number(),
  basis: z.array(z.string()).readonly(),
  outside: z.number(),
});

const monthView = z.object({
  month: z.string(),
  count: z.number(),
  severe: z.number(),
  watchedDays: z.number(),
});

export const typeEffectView = z.object({
  type: z.string(),
  ...effect,
  months: z.array(monthView).readonly(),
  exposure,
  preventions: z.number(),
  targetPerMonth: figure,
  targetMinutesToRecover: figure,
  claimed: targetClaims.nullable().meta({ description: 'What somebody claims, beside what is measured' }),
});

export const serviceEffectView = z.object({
  service: z.string(),
  rate,
  stillOpen: z.number(),
  availability: figure,
  availabilityBefore: figure,
  availabilityAfter: figure,
  splitMs: timeMs.nullable(),
  budget: z
    .object({
      availability: figure,
      target: z.number(),
      allowedMinutes: z.number(),
      spentMinutes: z.number(),
      spentShare: figure,
      met: z.boolean().nullable(),
    })
    .nullable(),
  credits: z
    .object({
      currency: z.string(),
      beforePerMonth: figure,
      afterPerMonth: figure,
      unknownMonths: z.number(),
    })
    .nullable(),
});

export const effectivenessView = z.object({
  asOfMs: timeMs,
  exposure,
  downtimeFromSeverity: z.number(),
  types: z.array(typeEffectView).readonly(),
  services: z.array(serviceEffectView).readonly(),
  tickets: z.object({ before: rate, after: rate, ratio: ratio.nullable(), says: z.string() }).nullable(),
  customers: targetView
    .pick({ availability: true, creditsDownPercent: true, ticketsDownPercent: true, claimed: true })
    .nullable()
    .meta({ description: 'What is aimed at for all customers together' }),
});

export const preventionEffectView = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  incidentTypes: z.array(z.string()).readonly(),
  exposure,
  ...effect,
});

const credit = z.object({
  id: z.string(),
  title: z.string(),
  type: z.string(),
  avoided: z.number(),
  sharedWith: z.array(z.string()).readonly(),
  aloneShare: z.number(),
});
const rolloutEffect = z.object({
  id: z.string(),
  answer: z.enum(['estimated', 'not-separable', 'no-incidents-since', 'no-estimate']),
  ratio: ratio.nullable(),
});

export const creditsView = z.object({
  credit: z.array(credit).readonly(),
  rollouts: z.array(rolloutEffect).readonly(),
});

export const preventionEffectDetail = z.object({
  ...preventionEffectView.shape,
  asOfMs: timeMs,
  /** What was expected beside what was measured. */
  expected: z.string().optional(),
  services: z.array(z.object({ service: z.string(), ...effect })).readonly(),
  ...creditsView.shape,
  strength: z
    .object({
      scenario: z.string(),
      passed: z.number(),
      runs: z.number(),
      atLeast: z.number(),
      says: z.string(),
    })
    .nullable(),
});

export const ticketCountView = z.strictObject({
  source: z.string().trim().min(1).max(100),
  sinceMs: z.number().int(),
  untilMs: z.number().int(),
  count: z.number().int().min(0),
  service: z.string().min(1).max(200).optional(),
  type: z.string().min(1).max(100).optional(),
});

export type EffectivenessView = z.infer<typeof effectivenessView>;
export type TypeEffectView = z.infer<typeof typeEffectView>;
export type ServiceEffectView = z.infer<typeof serviceEffectView>;
export type PreventionEffectView = z.infer<typeof preventionEffectView>;
export type PreventionEffectDetail = z.infer<typeof preventionEffectDetail>;
export type CreditsView = z.infer<typeof creditsView>;
