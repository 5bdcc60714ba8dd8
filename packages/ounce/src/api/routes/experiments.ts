import { OunceError } from '@ounce/core';
import { z } from 'zod';
import { sayFault, variantsOf } from '../../experiments/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { streamEvents } from '../event-stream.ts';
import { experimentView as experimentSchema, startExperiment } from '../types.ts';
import { experimentView, runView } from '../views.ts';

const idParam = z.object({ id: z.string() });

export function experimentRoutes(server: Server, context: ApiContext): void {
  const { experiments, ledger, clock } = context;

  const find = (id: string) => {
    const run = experiments.get(id);
    if (run) return runView(run, clock.nowMs());
    const record = ledger.query.experiment(id);
    if (record) return experimentView(record);
    throw new OunceError('OUNCE_E_NOT_FOUND', `There is no experiment ${id}.`);
  };

  server.get(
    '/api/scenarios',
    {
      schema: {
        summary: 'What can be tried',
        response: {
          200: z.object({
            items: z.array(
              z.object({
                name: z.string(),
                says: z.string(),
                target: z.string(),
                faultTarget: z.string(),
                faults: z.array(z.string()),
                variants: z.array(z.string()),
              }),
            ),
          }),
        },
      },
    },
    async () => ({
      items: experiments.scenarios.map((scenario) => {
        const { name, says, target, faultTarget, faults } = scenario;
        const variants = Object.keys(variantsOf(scenario));
        return { name, says, target, faultTarget, faults: faults.map(sayFault), variants };
      }),
    }),
  );

  server.get(
    '/api/experiments',
    {
      schema: {
        summary: 'Experiments, newest first',
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(50) }),
        response: { 200: z.object({ items: z.array(experimentSchema) }) },
      },
    },
    async ({ query: { limit } }) => ({
      items: ledger.query.experiments({ limit }).items.map((record) => find(record.id)),
    }),
  );

  server.get(
    '/api/experiments/:id',
    { schema: { summary: 'One experiment', params: idParam, response: { 200: experimentSchema } } },
    async ({ params: { id } }) => find(id),
  );

  server.post(
    '/api/experiments',
    {
      config: { role: 'operator' },
      schema: { summary: 'Start an experiment', body: startExperiment, response: { 200: experimentSchema } },
    },
    async ({ body, caller }) => runView(experiments.start({ ...body, actor: caller.actor }), clock.nowMs()),
  );

  server.get(
    '/api/experiments/:id/watch',
    {
      schema: {
        summary:
          'Server-sent events: `experiment` twice a second. An attached experiment ends when nobody watches.',
        params: idParam,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      find(id);
      await streamEvents(request, reply, {
        clock,
        everyMs: 500,
        next: () => {
          experiments.touch(id);
          const data = find(id);
          return { event: 'experiment', data, last: data.phase === 'finished' };
        },
      });
    },
  );

  server.delete(
    '/api/experiments/:id',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Abort: the fault is removed at once',
        params: idParam,
        response: { 200: experimentSchema },
      },
    },
    async ({ params: { id }, caller }) => {
      experiments.get(id)?.abort(`Aborted by ${caller.actor}.`);
      return find(id);
    },
  );

  server.post(
    '/api/experiments/recover',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Abort everything and remove every fault; does no harm when there is none',
        response: { 200: z.object({ removed: z.array(z.string()), notRemoved: z.array(z.string()) }) },
      },
    },
    async ({ caller }) => {
      const { removed, notRemoved } = await experiments.recover(caller.actor);
      return { removed: [...removed], notRemoved: [...notRemoved] };
    },
  );
}
