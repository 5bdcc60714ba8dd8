import { z } from 'zod';
import {
  correctIncident,
  findIncident,
  type IncidentContext,
  incidentSteps,
  openIncident,
  reopenIncident,
  takeStep,
} from '../../prevention/incidents/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { present } from '../present.ts';
import {
  incidentCorrection,
  incidentReopening,
  incidentStep,
  incidentView,
  newIncident,
  problem,
} from '../types.ts';

const tags = ['incidents'];
const byId = z.object({ id: z.string() });
const operator = { role: 'operator' } as const;
const response = { 200: incidentView, 400: problem, 404: problem, 409: problem };

/** As the command line says them too. */
const paths = { acknowledge: 'ack', mitigate: 'mitigate', resolve: 'resolve' } as const;

export function incidentChangeRoutes(
  server: Server,
  { config, ledger }: ApiContext,
  incidents: IncidentContext,
): void {
  server.post(
    '/api/incidents',
    {
      config: operator,
      schema: {
        tags,
        summary: 'Open an incident by hand',
        body: newIncident,
        response: { 200: incidentView, 400: problem },
      },
    },
    async ({ body, caller }) => {
      const region = body.region ?? config.fleet.regions[0]!;
      const { id } = await openIncident(incidents, { ...present(body), region }, caller.actor);
      return findIncident(ledger.query, id);
    },
  );

  for (const name of incidentSteps)
    server.post(
      `/api/incidents/:id/${paths[name]}`,
      {
        config: operator,
        schema: {
          tags,
          summary: `An incident was ${name.replace(/e?$/, 'ed')}`,
          params: byId,
          body: incidentStep,
          response,
        },
      },
      async ({ params: { id }, body, caller }) => takeStep(incidents, name, { id, ...body }, caller.actor),
    );

  server.post(
    '/api/incidents/:id/reopen',
    {
      config: operator,
      schema: {
        tags,
        summary: 'Open a resolved incident again',
        params: byId,
        body: incidentReopening,
        response,
      },
    },
    async ({ params: { id }, body, caller }) => reopenIncident(incidents, { id, ...body }, caller.actor),
  );

  server.post(
    '/api/incidents/:id/correct',
    {
      config: operator,
      schema: {
        tags,
        summary: 'Say what was wrong about it',
        params: byId,
        body: incidentCorrection,
        response,
      },
    },
    async ({ params: { id }, body: { changes, why }, caller }) =>
      correctIncident(incidents, { id, changes: present(changes), why }, caller.actor),
  );
}
