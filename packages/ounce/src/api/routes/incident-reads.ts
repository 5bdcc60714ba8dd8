import { Readable } from 'node:stream';
import { z } from 'zod';
import type { LedgerQueries } from '../../ledger/index.ts';
import {
  exportFormats,
  exportIncidents,
  findIncident,
  type IncidentContext,
  incidentTypes,
} from '../../prevention/incidents/index.ts';
import { asked } from '../asked.ts';
import type { ApiContext, Server } from '../context.ts';
import { present } from '../present.ts';
import {
  incidentDetail,
  incidentFilter,
  incidentPage,
  incidentTypeList,
  problem,
  timelineView,
} from '../types.ts';

const tags = ['incidents'];
const byId = z.object({ id: z.string() });
const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const;

export function incidentReadRoutes(
  server: Server,
  { ledger }: ApiContext,
  { ownTypes }: IncidentContext,
): void {
  const { query } = ledger;
  oneIncidentRoutes(server, query);

  server.get(
    '/api/incidents',
    {
      schema: {
        tags,
        summary: 'Incidents by their start, newest first',
        querystring: incidentFilter.extend({
          limit: z.coerce.number().int().min(1).max(1000).default(100),
          cursor: z.string().optional(),
          count: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
        }),
        response: { 200: incidentPage, 400: problem },
      },
    },
    async ({ query: { count, ...wanted } }) => {
      const filter = present(wanted);
      const { items, next } = asked(() => query.incidents(filter));
      const total = count ? { total: query.incidentCount(filter) } : {};
      return { items: [...items], ...(next ? { next } : {}), ...total };
    },
  );

  server.get(
    '/api/incidents/types',
    {
      schema: { tags, summary: 'Every type that an incident may have', response: { 200: incidentTypeList } },
    },
    async () => ({ items: [...incidentTypes(ownTypes)] }),
  );

  server.get(
    '/api/incidents/export',
    {
      schema: {
        tags,
        summary: 'All incidents that a filter finds, newest first, as a file',
        produces: Object.values(contentTypes),
        querystring: incidentFilter.extend({ format: z.enum(exportFormats).default('csv') }),
      },
    },
    async ({ query: { format, ...filter } }, reply) => {
      reply.type(contentTypes[format]);
      reply.header('content-disposition', `attachment; filename="incidents.${format}"`);
      return reply.send(Readable.from(exportIncidents(query, present(filter), format)));
    },
  );
}

function oneIncidentRoutes(server: Server, query: LedgerQueries): void {
  server.get(
    '/api/incidents/:id',
    {
      schema: {
        tags,
        summary: 'One incident',
        params: byId,
        response: { 200: incidentDetail, 404: problem },
      },
    },
    async ({ params: { id } }) => {
      const incident = findIncident(query, id);
      const review = query.reviewOf(id);
      return { ...incident, ...(review ? { reviewId: review.id, reviewStatus: review.status } : {}) };
    },
  );

  server.get(
    '/api/incidents/:id/timeline',
    {
      schema: {
        tags,
        summary: 'What happened to it and to its service around it, oldest first',
        params: byId,
        querystring: z.object({
          beforeMs: z.coerce.number().int().min(0).max(604_800_000).optional(),
          afterMs: z.coerce.number().int().min(0).max(604_800_000).optional(),
        }),
        response: { 200: timelineView, 404: problem },
      },
    },
    async ({ params: { id }, query: around }) => {
      findIncident(query, id);
      return { items: [...query.timeline({ incidentId: id, ...present(around) })] };
    },
  );
}
