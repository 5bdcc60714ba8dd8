import { reviewStatuses } from '@ounce/core';
import { z } from 'zod';
import { Preventions } from '../../prevention/preventions/index.ts';
import {
  type Adoption,
  adoptPrevention,
  mostOverdueCounted,
  overdueReviewCount,
  overdueReviews,
  type ReviewFields,
  Reviews,
  toMarkdown,
} from '../../prevention/reviews/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { present } from '../present.ts';
import { overdueViewOf, reviewDetailOf, reviewViewOf } from '../review-views.ts';
import {
  newReview,
  overduePage,
  reviewAdoption,
  reviewDetail,
  reviewFields,
  reviewMarkdown,
  reviewStep,
  reviewView,
} from '../types.ts';

const named = z.object({ id: z.string() });
const tags = ['reviews'];
const operator = { role: 'operator' } as const;

export function reviewRoutes(server: Server, context: ApiContext): void {
  const { ledger, clock, effects, readings } = context;
  const reviews = new Reviews({ ledger, clock, ...(readings ? { readings } : {}) });
  const preventions = new Preventions({ ledger, clock, ...(effects ? { effects } : {}) });
  readRoutes(server, context, reviews, preventions);
  writeRoutes(server, reviews, preventions);

  server.get(
    '/api/reviews/overdue',
    {
      schema: {
        ...{
          tags,
          summary: 'Severe incidents whose review should be finished by now, the longest overdue first',
          querystring: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(50) }),
        },
        response: { 200: overduePage },
      },
    },
    async ({ query: { limit } }) => {
      const nowMs = clock.nowMs();
      const total = overdueReviewCount(ledger, nowMs);
      return {
        items: overdueReviews(ledger, nowMs, { limit }).map(overdueViewOf),
        total,
        more: total >= mostOverdueCounted,
      };
    },
  );
}

function readRoutes(server: Server, context: ApiContext, reviews: Reviews, preventions: Preventions): void {
  const { ledger, clock, readings } = context;
  const filter = z.object({
    status: z.enum(reviewStatuses).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(50),
    cursor: z.string().optional(),
  });

  server.get(
    '/api/reviews',
    {
      schema: {
        ...{ tags, summary: 'Reviews, newest save first', querystring: filter },
        response: { 200: z.object({ items: z.array(reviewView), next: z.string().optional() }) },
      },
    },
    async ({ query }) => {
      const { items, next } = ledger.query.reviews(present(query));
      return { items: items.map(reviewViewOf), ...(next ? { next } : {}) };
    },
  );

  server.get(
    '/api/reviews/:id',
    {
      schema: {
        ...{ tags, summary: 'One review, and what helps to write it' },
        ...{ params: named, response: { 200: reviewDetail } },
      },
    },
    async ({ params: { id } }) =>
      reviewDetailOf(id, {
        ...{ ledger, reviews, preventions, nowMs: clock.nowMs() },
        ...(readings ? { readings } : {}),
      }),
  );

  server.get(
    '/api/reviews/:id/markdown',
    {
      schema: {
        ...{ tags, summary: 'One review as a Markdown file' },
        ...{ params: named, response: { 200: reviewMarkdown } },
      },
    },
    async ({ params: { id } }) => ({ markdown: toMarkdown(reviews.get(id)) }),
  );
}

function writeRoutes(server: Server, reviews: Reviews, preventions: Preventions): void {
  server.post(
    '/api/reviews',
    {
      config: operator,
      schema: {
        ...{ tags, summary: 'Draft the review of an incident; the one that is there already stays' },
        ...{ body: newReview, response: { 200: z.object({ review: reviewView, created: z.boolean() }) } },
      },
    },
    async ({ body: { incidentId }, caller: { actor } }) => {
      const { review, created } = await reviews.create(incidentId, actor);
      return { review: reviewViewOf(review), created };
    },
  );

  server.put(
    '/api/reviews/:id',
    {
      config: operator,
      schema: {
        ...{ tags, summary: 'Save a review on top of the version that was read' },
        ...{ params: named, body: reviewFields, response: { 200: reviewView } },
      },
    },
    async ({ params: { id }, body: { baseVersion, ...fields }, caller: { actor } }) =>
      reviewViewOf(await reviews.save(id, present(fields) as ReviewFields, { actor, baseVersion })),
  );

  server.post(
    '/api/reviews/import',
    {
      config: operator,
      schema: {
        ...{ tags, summary: 'Save what a Markdown file says, on top of the version it was written from' },
        ...{ body: reviewMarkdown, response: { 200: reviewView } },
      },
    },
    async ({ body: { markdown }, caller: { actor } }) =>
      reviewViewOf(await reviews.importMarkdown(markdown, actor)),
  );

  for (const step of ['finish', 'reopen'] as const)
    server.post(
      `/api/reviews/:id/${step}`,
      {
        config: operator,
        schema: {
          ...{
            tags,
            summary: step === 'finish' ? 'Finish a review, if nothing is missing' : 'Take a review up again',
          },
          ...{ params: named, body: reviewStep, response: { 200: reviewView } },
        },
      },
      async ({ params: { id }, body: { baseVersion }, caller: { actor } }) =>
        reviewViewOf(await reviews[step](id, { actor, baseVersion })),
    );

  server.post(
    '/api/reviews/:id/preventions',
    {
      config: operator,
      schema: {
        ...{ tags, summary: 'Make a prevention, there already or new, an action of the review' },
        ...{ params: named, body: reviewAdoption, response: { 200: reviewView } },
      },
    },
    async ({ params: { id }, body: { baseVersion, ...wanted }, caller: { actor } }) =>
      reviewViewOf(
        await adoptPrevention({ reviews, preventions }, id, present(wanted) as Adoption, {
          actor,
          baseVersion,
        }),
      ),
  );
}
