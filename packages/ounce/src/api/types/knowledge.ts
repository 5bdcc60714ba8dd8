import { z } from 'zod';
import { knowledgeFields } from '../../ledger/knowledge-records.ts';

const timeMs = z.number().int().meta({ description: 'ms since the epoch' });

export const knowledgeField = z.enum(knowledgeFields);

export const knowledgeHit = z.object({
  incidentId: z.string(),
  type: z.string(),
  service: z.string(),
  drill: z.boolean(),
  startedAtMs: timeMs,
  resolvedAtMs: timeMs,
  title: z.string(),
  rank: z.number(),
  by: z.enum(['words', 'spelling']),
  excerpt: z.array(z.object({ text: z.string(), found: z.boolean() })),
  cause: z.string(),
  solution: z.string(),
});

export const solutionPattern = z.object({
  rootCause: z.string(),
  title: z.string(),
  type: z.string(),
  used: z.number(),
  held: z.number(),
  open: z.number(),
  /** Share that held, with a 95 % interval; absent while none is known. */
  success: z.object({ value: z.number(), low: z.number(), high: z.number() }).optional(),
  resolutions: z.array(z.string()),
});

export const knowledgeGap = z.object({
  field: knowledgeField,
  query: z.string(),
  searches: z.number(),
  lastAtMs: timeMs,
});

export const similarIncident = z.object({
  incidentId: z.string(),
  title: z.string(),
  type: z.string(),
  service: z.string(),
  startedAtMs: timeMs,
  resolvedAtMs: timeMs,
  solution: z.string(),
  why: z.string(),
});

export const runbookView = z.object({
  type: z.string(),
  title: z.string(),
  markdown: z.string(),
  /** Made of the Markdown; safe to show: raw HTML in it is text. */
  html: z.string(),
  own: z.boolean(),
});

export type KnowledgeHitView = z.infer<typeof knowledgeHit>;
export type SolutionPatternView = z.infer<typeof solutionPattern>;
export type KnowledgeGapView = z.infer<typeof knowledgeGap>;
export type SimilarIncidentView = z.infer<typeof similarIncident>;
export type RunbookView = z.infer<typeof runbookView>;
