import { z } from 'zod';
import { countTickets } from '../../prevention/tickets/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { present } from '../present.ts';
import {
  creditsView,
  effectivenessView,
  preventionEffectDetail,
  preventionEffectView,
  problem,
  ticketCountView,
} from '../types.ts';

export function effectivenessRoutes(server: Server, { effectiveness, ledger, clock }: ApiContext): void {
  server.get(
    '/api/effectiveness',
    {
      schema: {
        summary: 'Before and after by incident type, availability by service, tickets',
        querystring: z.object({ type: z.string().optional(), service: z.string().optional() }),
        response: { 200: effectivenessView },
      },
    },
    async ({ query }) => effectiveness.overview(present(query)),
  );

  server.get(
    '/api/effectiveness/preventions',
    {
      schema: {
        summary: 'The effect of each prevention that protects by now, newest completion first',
        querystring: z.object({
          type: z.string().optional(),
          limit: z.coerce.number().int().min(1).max(100).default(20),
          cursor: z.string().optional(),
        }),
        response: { 200: z.object({ items: z.array(preventionEffectView), next: z.string().optional() }) },
      },
    },
    async ({ query }) => {
      const { items, next } = effectiveness.preventions(present(query));
      return { items: [...items], ...(next === undefined ? {} : { next }) };
    },
  );

  server.get(
    '/api/effectiveness/preventions/:id',
    {
      schema: {
        summary: 'The effect of one prevention: by service, its share of the credit, its experiments',
        params: z.object({ id: z.string() }),
        response: { 200: preventionEffectDetail, 404: problem },
      },
    },
    async ({ params: { id } }) => effectiveness.prevention(id),
  );

  server.get(
    '/api/effectiveness/types/:type/credit',
    {
      schema: {
        summary: 'How preventions against a type share the credit, and what staggered roll-outs tell apart',
        params: z.object({ type: z.string() }),
        response: { 200: creditsView },
      },
    },
    async ({ params: { type } }) => effectiveness.creditFor(type),
  );

  server.post(
    '/api/tickets',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Support tickets counted over a stretch of time; the same stretch again replaces the count',
        body: z.union([ticketCountView, z.array(ticketCountView).min(1).max(10_000)]),
        response: { 200: z.object({ counted: z.number() }), 400: problem },
      },
    },
    async ({ body, caller }) => {
      const counts = (Array.isArray(body) ? body : [body]).map(present);
      await countTickets({ ledger, clock, actor: caller.actor }, counts);
      return { counted: counts.length };
    },
  );
}
