import { z } from 'zod';
import { type IncidentContext, takeImport } from '../../prevention/incidents/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { present } from '../present.ts';
import { importBatch, importCounts, importList, problem } from '../types.ts';
import { incidentChangeRoutes } from './incident-changes.ts';
import { incidentReadRoutes } from './incident-reads.ts';

/** A batch of an import may have 2,000 incidents. */
const importLimitBytes = 8 << 20;
const tags = ['incidents'];

export function incidentRoutes(server: Server, context: ApiContext): void {
  const { config, ledger, clock } = context;
  const incidents: IncidentContext = { ledger, clock, ownTypes: config.incidentTypes };
  incidentReadRoutes(server, context, incidents);
  incidentChangeRoutes(server, context, incidents);

  server.post(
    '/api/incidents/import',
    {
      config: { role: 'operator' },
      bodyLimit: importLimitBytes,
      schema: {
        tags,
        summary: 'A part of a history, from a file: all of it or nothing; sent again it changes nothing',
        body: importBatch,
        response: { 200: importCounts, 400: problem },
      },
    },
    async ({ body, caller }) =>
      takeImport(
        incidents,
        { ...body, incidents: body.incidents.map(present), done: body.done && present(body.done) },
        caller.actor,
      ),
  );

  server.get(
    '/api/imports',
    {
      schema: {
        tags,
        summary: 'Histories that were imported, with the windows that were watched; oldest first',
        querystring: z.object({ source: z.string().optional() }),
        response: { 200: importList },
      },
    },
    async ({ query: { source } }) => {
      const items = ledger.query.imports(source === undefined ? {} : { source });
      return {
        items: items.map((item) => ({
          ...item,
          services: [...item.services],
          unwatched: [...item.unwatched],
        })),
      };
    },
  );
}
