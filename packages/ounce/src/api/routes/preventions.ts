import { preventionStatuses, priorities } from '@ounce/core';
import { z } from 'zod';
import { addRootCause, idOf, loadStarterCatalogue, saveTarget } from '../../prevention/catalogue/index.ts';
import {
  type NewPrevention,
  type PreventionChanges,
  Preventions,
} from '../../prevention/preventions/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { present } from '../present.ts';
import { preventionDetailOf, preventionViewOf, suggestionOf } from '../prevention-views.ts';
import {
  catalogueLoaded,
  newPrevention,
  newRootCause,
  preventionChanges,
  preventionDetail,
  preventionStatusChange,
  preventionStep,
  preventionView,
  rootCauseView,
  suggestionView,
  targetChanges,
  targetView,
} from '../types.ts';

const named = z.object({ id: z.string() });
const tags = ['preventions'];
const operator = { role: 'operator' } as const;

export function preventionRoutes(server: Server, context: ApiContext): void {
  const { ledger, clock, effects } = context;
  const preventions = new Preventions({ ledger, clock, ...(effects ? { effects } : {}) });
  catalogueRoutes(server, context);
  readRoutes(server, context, preventions);

  server.post(
    '/api/preventions',
    {
      config: operator,
      schema: { tags, summary: 'A new prevention', body: newPrevention, response: { 200: preventionView } },
    },
    async ({ body: { reason, id, ...fields }, caller: { actor } }) =>
      preventionViewOf(
        await preventions.add({ ...present(fields), id: id ?? idOf(fields.title) } as NewPrevention, {
          actor,
          reason,
        }),
      ),
  );

  server.patch(
    '/api/preventions/:id',
    {
      config: operator,
      schema: {
        ...{ tags, summary: 'Change some fields; the others stay' },
        ...{ params: named, body: preventionChanges, response: { 200: preventionView } },
      },
    },
    async ({ params: { id }, body: { baseVersion, reason, ...changes }, caller: { actor } }) =>
      preventionViewOf(
        await preventions.change(id, present(changes) as PreventionChanges, { actor, reason, baseVersion }),
      ),
  );

  server.post(
    '/api/preventions/:id/check',
    {
      config: operator,
      schema: {
        ...{ tags, summary: 'Tick a step of the checklist off, or take the tick back' },
        ...{ params: named, body: preventionStep, response: { 200: preventionView } },
      },
    },
    async ({ params: { id }, body: { step, done, baseVersion }, caller: { actor } }) =>
      preventionViewOf(await preventions.check(id, step, done, { actor, baseVersion })),
  );

  server.post(
    '/api/preventions/:id/status',
    {
      config: operator,
      schema: {
        ...{ tags, summary: 'Set the status, as far as the rules allow it' },
        ...{ params: named, body: preventionStatusChange, response: { 200: preventionView } },
      },
    },
    async ({ params: { id }, body: { status, baseVersion, reason }, caller: { actor } }) =>
      preventionViewOf(await preventions.setStatus(id, status, { actor, baseVersion, reason })),
  );

  server.post(
    '/api/preventions/:id/verify',
    {
      config: operator,
      schema: {
        ...{ tags, summary: 'Set it to verified if its evidence is complete; else say what is missing' },
        ...{ params: named, response: { 200: preventionView } },
      },
    },
    async ({ params: { id }, caller: { actor } }) =>
      preventionViewOf(await preventions.verify(id, { actor })),
  );
}

function readRoutes(server: Server, { ledger }: ApiContext, preventions: Preventions): void {
  const filter = z.object({
    status: z.enum(preventionStatuses).optional(),
    priority: z.enum(priorities).optional(),
    owner: z.string().optional(),
    rootCause: z.string().optional(),
    incidentType: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    cursor: z.string().optional(),
  });

  server.get(
    '/api/preventions',
    {
      schema: {
        ...{ tags, summary: 'Preventions, by target date', querystring: filter },
        response: { 200: z.object({ items: z.array(preventionView), next: z.string().optional() }) },
      },
    },
    async ({ query }) => {
      const { items, next } = ledger.query.preventions(present(query));
      return { items: items.map(preventionViewOf), ...(next ? { next } : {}) };
    },
  );

  server.get(
    '/api/preventions/suggestions',
    {
      schema: {
        ...{ tags, summary: 'What could be done against root causes, the best measured first' },
        querystring: z.object({ rootCauses: z.string().meta({ description: 'ids, with commas between' }) }),
        response: { 200: z.object({ items: z.array(suggestionView) }) },
      },
    },
    async ({ query: { rootCauses } }) => ({
      items: preventions.suggestions(rootCauses.split(',').filter(Boolean)).map(suggestionOf),
    }),
  );

  server.get(
    '/api/preventions/:id',
    {
      schema: {
        ...{ tags, summary: 'One prevention: its rules, its history and its evidence' },
        ...{ params: named, response: { 200: preventionDetail } },
      },
    },
    async ({ params: { id } }) => preventionDetailOf(ledger, preventions, id),
  );
}

function catalogueRoutes(server: Server, { ledger, clock, config }: ApiContext): void {
  server.get(
    '/api/root-causes',
    {
      schema: {
        ...{ tags, summary: 'The catalogue of root causes' },
        querystring: z.object({ incidentType: z.string().optional() }),
        response: { 200: z.object({ items: z.array(rootCauseView) }) },
      },
    },
    async ({ query }) => ({ items: [...ledger.query.rootCauses(present(query))] }),
  );

  server.post(
    '/api/root-causes',
    {
      config: operator,
      schema: { tags, summary: 'A new root cause', body: newRootCause, response: { 200: rootCauseView } },
    },
    async ({ body, caller: { actor } }) => addRootCause({ ledger, clock }, present(body), actor),
  );

  server.get(
    '/api/targets',
    {
      schema: {
        ...{ tags, summary: 'What is aimed at by incident type and for customers, and what is claimed' },
        response: { 200: z.object({ items: z.array(targetView) }) },
      },
    },
    async () => ({ items: [...ledger.query.targets()] }),
  );

  server.patch(
    '/api/targets/:id',
    {
      config: operator,
      schema: {
        ...{ tags, summary: 'Change some figures of a target; the others stay' },
        ...{ params: named, body: targetChanges, response: { 200: targetView } },
      },
    },
    async ({ params: { id }, body: { baseVersion, without = [], ...figures }, caller: { actor } }) => {
      const changes = { ...figures, ...Object.fromEntries(without.map((field) => [field, null])) };
      const ownTypes = Object.keys(config.incidentTypes);
      return saveTarget({ ledger, clock }, { id, changes, baseVersion, ownTypes, actor });
    },
  );

  server.post(
    '/api/catalogue/starter',
    {
      config: operator,
      schema: {
        ...{ tags, summary: 'Put the starter catalogue into the ledger; what is there stays' },
        response: { 200: catalogueLoaded },
      },
    },
    async ({ caller: { actor } }) => loadStarterCatalogue({ ledger, clock }, actor),
  );
}
