import { betaQuantile, OunceError } from '@ounce/core';
import { z } from 'zod';
import type { SolutionPattern } from '../../ledger/index.ts';
import { searchKnowledge } from '../../prevention/knowledge/index.ts';
import { forIncident, type Runbook } from '../../prevention/runbooks/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { htmlOf } from '../markdown.ts';
import { present } from '../present.ts';
import {
  knowledgeField,
  knowledgeGap,
  knowledgeHit,
  runbookView,
  type SolutionPatternView,
  similarIncident,
  solutionPattern,
} from '../types.ts';

const tags = ['knowledge'];
const ofIncident = z.object({ id: z.string() });

export function knowledgeRoutes(server: Server, context: ApiContext): void {
  const { ledger, clock, runbooks } = context;

  server.get(
    '/api/knowledge/search',
    {
      schema: {
        ...{ tags, summary: 'What was learnt about something like this, best first' },
        querystring: z.object({
          field: knowledgeField.default('text'),
          query: z.string().min(1).max(500),
          sinceMs: z.coerce.number().int().optional(),
          untilMs: z.coerce.number().int().optional(),
          limit: z.coerce.number().int().min(1).max(100).default(10),
        }),
        response: { 200: z.object({ items: z.array(knowledgeHit) }) },
      },
    },
    async ({ query, caller }) => {
      const hits = await searchKnowledge({ ledger, clock }, present(query), caller.actor);
      return { items: hits.map((hit) => ({ ...hit, excerpt: [...hit.excerpt] })) };
    },
  );

  server.get(
    '/api/knowledge/patterns',
    {
      schema: {
        ...{ tags, summary: 'Root causes, what was done about them, and how often that held for 30 days' },
        response: { 200: z.object({ items: z.array(solutionPattern) }) },
      },
    },
    async () => ({ items: ledger.query.solutionPatterns(clock.nowMs()).map(patternView) }),
  );

  server.get(
    '/api/knowledge/gaps',
    {
      schema: {
        ...{ tags, summary: 'What was searched for in vain' },
        response: { 200: z.object({ items: z.array(knowledgeGap) }) },
      },
    },
    async () => ({ items: [...ledger.query.knowledgeGaps()] }),
  );

  server.get(
    '/api/incidents/:id/similar',
    {
      schema: {
        ...{ tags, summary: 'The past incidents that are most like this one' },
        ...{ params: ofIncident, response: { 200: z.object({ items: z.array(similarIncident) }) } },
      },
    },
    async ({ params: { id } }) => ({ items: [...ledger.query.similarIncidents(id)] }),
  );

  server.get(
    '/api/incidents/:id/runbook',
    {
      schema: {
        ...{ tags, summary: 'The runbook of its type, with its id in the commands' },
        ...{ params: ofIncident, response: { 200: runbookView } },
      },
    },
    async ({ params: { id } }) => {
      const incident = ledger.query.incident(id);
      if (!incident) throw new OunceError('OUNCE_E_NOT_FOUND', `There is no incident ${id}.`);
      return view(forIncident(find(incident.type), id));
    },
  );

  server.get(
    '/api/runbooks',
    {
      schema: {
        ...{ tags, summary: 'Which runbooks there are' },
        response: {
          200: z.object({
            items: z.array(z.object({ type: z.string(), title: z.string(), own: z.boolean() })),
          }),
        },
      },
    },
    async () => ({ items: [...runbooks.values()].map(({ type, title, own }) => ({ type, title, own })) }),
  );

  server.get(
    '/api/runbooks/:type',
    {
      schema: {
        ...{ tags, summary: 'A runbook' },
        ...{ params: z.object({ type: z.string() }), response: { 200: runbookView } },
      },
    },
    async ({ params: { type } }) => view(find(type)),
  );

  function find(type: string): Runbook {
    const found = runbooks.get(type);
    if (found) return found;
    const mend = `There are ${[...runbooks.keys()].join(', ')}; add your own as ${type}.md to the folder that \`runbooks\` names in the config.`;
    throw new OunceError('OUNCE_E_NOT_FOUND', `There is no runbook for ${type}.`, { mend });
  }
}

const view = (runbook: Runbook) => ({ ...runbook, html: htmlOf(runbook.markdown) });

/** Jeffreys' interval: with few cases it says how little is known. */
function patternView({ resolutions, ...pattern }: SolutionPattern): SolutionPatternView {
  const { used, held } = pattern;
  const quantile = (p: number) => betaQuantile(p, held + 0.5, used - held + 0.5);
  const low = held === 0 ? 0 : quantile(0.025);
  const high = held === used ? 1 : quantile(0.975);
  const success = used === 0 ? {} : { success: { value: held / used, low, high } };
  return { ...pattern, resolutions: [...resolutions], ...success };
}
