/** What is asked of preventions, and whom a recurrence is told, as people configure it (docs/effectiveness.md, docs/recurrence.md). */
import { z } from 'zod';

const type = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and underscores');
const address = z.url({ protocol: /^https?$/, error: 'expected an http(s) address' });
const timeoutMs = z.number().int().min(100).max(60_000).default(5_000);

export const slaSchema = z
  .strictObject({
    monthlyFee: z.number().min(0).describe('What a customer pays a month, or all of them together.'),
    currency: z.string().min(1).max(8).default('EUR'),
    tiers: z
      .array(
        z.strictObject({
          below: z.number().min(0).max(1).describe('Availability of a calendar month, e.g. 0.999.'),
          creditShare: z.number().min(0).max(1).describe('Share of the fee that is given back.'),
        }),
      )
      .min(1),
  })
  .describe('The policy table of the SLA: of all lines that apply, the highest credit counts.');

export const effectivenessSchema = z.strictObject({
  downtimeFromSeverity: z
    .number()
    .int()
    .min(1)
    .max(4)
    .default(2)
    .describe(
      'Incidents of this severity and worse are downtime of their service, from start to resolution.',
    ),
});

const rule = z.strictObject({
  count: z.number().int().min(2).max(100).default(2),
  windowDays: z.number().min(1).max(366).default(30),
  type: type.optional().describe('One incident type; every type when absent.'),
  perService: z.boolean().default(false).describe('Counted for each service alone.'),
});

export const recurrenceSchema = z.strictObject({
  rules: z
    .array(rule)
    .max(50)
    .prefault([{}])
    .describe('The same type so often within so many days; none: no alert.'),
  targetPerMonth: z
    .record(type, z.number().min(0).max(1000))
    .default({})
    .describe(
      'How many incidents a month are accepted, by type, where that is not the target (`ounce targets`): how often a rule fires by chance is shown for these.',
    ),
});

/** Channels beside the webhooks. */
export const channelSchemas = {
  alertmanager: z
    .array(
      z.strictObject({
        url: address.describe('Of the server, without /api/v2.'),
        bearerToken: z.string().optional(),
        firesForMs: z
          .number()
          .int()
          .min(60_000)
          .max(30 * 86_400_000)
          .default(86_400_000)
          .describe('How long an alert stays active.'),
        timeoutMs,
      }),
    )
    .default([]),
  slack: z
    .array(z.strictObject({ url: address.describe('An incoming webhook; Slack or compatible.'), timeoutMs }))
    .default([]),
  pagerduty: z
    .array(
      z.strictObject({
        routingKey: z.string().min(1).describe('The integration key of an Events API v2 integration.'),
        url: address.default('https://events.pagerduty.com/v2/enqueue'),
        timeoutMs,
      }),
    )
    .default([]),
};
