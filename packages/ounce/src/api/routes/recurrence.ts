import { OunceError } from '@ounce/core';
import { z } from 'zod';
import type { RecurrenceRecord } from '../../ledger/index.ts';
import { acceptedPerMonth } from '../../prevention/catalogue/index.ts';
import { closePreventionReview as close, ruleChances } from '../../prevention/recurrence/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { present } from '../present.ts';
import {
  closePreventionReview,
  preventionReviewView,
  problem,
  type RecurrenceView,
  recurrenceView,
  ruleChanceView,
} from '../types.ts';

export function recurrenceRoutes(server: Server, { ledger, clock, config }: ApiContext): void {
  const { query } = ledger;
  const view = (record: RecurrenceRecord): RecurrenceView => ({
    ...record,
    told: query
      .notificationsOf(record.id)
      .map(({ channel, state, attempt, atMs, why }) => present({ channel, state, attempt, atMs, why })),
    reviews: query.preventionReviews({ recurrenceId: record.id }),
  });

  server.get(
    '/api/recurrences',
    {
      schema: {
        summary: 'What happened again although something should have stopped it, newest first',
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(1000).default(50),
          cursor: z.string().optional(),
        }),
        response: { 200: z.object({ items: z.array(recurrenceView), next: z.string().optional() }) },
      },
    },
    async ({ query: asked }) => {
      const { items, next } = query.recurrences(present(asked));
      return { items: items.map(view), ...(next === undefined ? {} : { next }) };
    },
  );

  server.get(
    '/api/recurrences/:id',
    {
      schema: {
        summary: 'One recurrence',
        params: z.object({ id: z.string() }),
        response: { 200: recurrenceView, 404: problem },
      },
    },
    async ({ params: { id } }) => {
      const record = query.recurrence(id);
      if (!record) throw new OunceError('OUNCE_E_NOT_FOUND', `There is no recurrence "${id}".`);
      return view(record);
    },
  );

  server.get(
    '/api/recurrence-rules',
    {
      schema: {
        summary: 'The rules, how often each fires by chance, and rules that know the accepted rate',
        response: { 200: z.object({ items: z.array(ruleChanceView) }) },
      },
    },
    async () => ({
      items: ruleChances({
        ...config.recurrence,
        targetPerMonth: acceptedPerMonth(ledger, config.recurrence),
      }).map(chanceView),
    }),
  );

  server.get(
    '/api/prevention-reviews',
    {
      schema: {
        summary: 'Second looks at preventions that did not stop what they are against, newest first',
        querystring: z.object({ state: z.enum(['open', 'closed']).optional() }),
        response: { 200: z.object({ items: z.array(preventionReviewView) }) },
      },
    },
    async ({ query: { state } }) => ({
      items: [...query.preventionReviews(state === undefined ? {} : { open: state === 'open' })],
    }),
  );

  server.post(
    '/api/recurrences/:id/reviews/:preventionId/close',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'End the second look at a prevention: keep, fix or retire it',
        params: z.object({ id: z.string(), preventionId: z.string() }),
        body: closePreventionReview,
        response: { 200: recurrenceView, 404: problem },
      },
    },
    async ({ params: { id: recurrenceId, preventionId }, body, caller }) => {
      await close({ ledger, clock, actor: caller.actor }, { recurrenceId, preventionId, ...body });
      return view(query.recurrence(recurrenceId)!);
    },
  );
}

function chanceView({ rule, ...chance }: ReturnType<typeof ruleChances>[number]) {
  return { ...chance, rule: present(rule) };
}
