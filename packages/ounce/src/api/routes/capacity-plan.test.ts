import { type NewEvent, OunceError, type ServiceRef } from '@ounce/core';
import fastify from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { expect, test } from 'vitest';
import { checkConfig } from '../../config/index.ts';
import type { ApiContext, PlanManifest, Server } from '../context.ts';
import { planRoutes } from './capacity-plan.ts';

const hourMs = 3_600_000;
const workload = { kind: 'StatefulSet', name: 'consumer-main', namespace: 'shop' } as const;
const of: ServiceRef = { service: 'consumer', region: 'eu-1' };

/** A week in which the replicas are these, hour by hour, over and over. */
function served(
  replicas: readonly number[],
  {
    freeze = { kind: 'free' },
    inCluster = true,
    refuse = false,
  }: { freeze?: object; inCluster?: boolean; refuse?: boolean } = {},
) {
  const done: string[] = [];
  const config = checkConfig(
    {
      fleet: { name: 'shop', regions: ['eu-1'] },
      services: {
        consumer: {},
      },
    },
    'test',
  );
  const hours = Array.from({ length: 168 }, (_, i) => ({
    startMs: i * hourMs,
    replicas: replicas[i % replicas.length],
  }));
  const context = {
    ...{ config, governor: { freeze }, clock: { nowMs: () => 1 } },
    ledger: {
      append: async ([event]: readonly NewEvent<'note.added'>[]) =>
        void done.push(`${event!.actor}: ${event!.data.text}`),
    },
    applyPlan: async (region: string, { kind, metadata }: PlanManifest) => {
      if (refuse) throw new OunceError('OUNCE_E_PLATFORM', 'the cluster refused it: 409');
      done.push(`${region} ${kind} ${metadata.name}`);
    },
    workloadOf: () => (inCluster ? workload : undefined),
  } as unknown as ApiContext;
  const server = fastify().withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  server.addHook('onRequest', async (request) => {
    request.caller = { role: 'operator', tokenId: 'local', actor: 'local' };
  });
  const weekOf = () => ({ hours }) as unknown as ReturnType<Parameters<typeof planRoutes>[2]['weekOf']>;
  planRoutes(server as unknown as Server, context, { find: () => of, weekOf });
  return { done, server };
}
const path = '/api/capacity/consumer/eu-1';

test('the manifest names the workload as it runs in the cluster', async () => {
  const { server } = served([2, 5]);
  const { metadata, spec } = (await server.inject(`${path}/manifest`)).json();
  expect(metadata).toEqual({ name: 'consumer-main-week', namespace: 'shop' });
  expect(spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'consumer-main' });
  const elsewhere = (await server.inject(`${path}/manifest?kind=cronhpa&namespace=other`)).json();
  expect([elsewhere.kind, elsewhere.metadata.namespace]).toEqual(['CronHorizontalPodAutoscaler', 'other']);
});

test('a plan is applied after it was written down, in the name of who asked', async () => {
  const { server, done } = served([2, 5]);
  const answer = await server.inject({ method: 'POST', url: `${path}/apply`, payload: { kind: 'keda' } });
  expect(answer.statusCode).toBe(200);
  expect(done).toEqual([
    'local: The plan of the week ahead is applied as ScaledObject shop/consumer-main-week.',
    'eu-1 ScaledObject consumer-main-week',
  ]);
});

test('that a cluster refused it stands in the ledger as well', async () => {
  const { server, done } = served([2, 5], { refuse: true });
  const answer = await server.inject({ method: 'POST', url: `${path}/apply`, payload: {} });
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  expect(done.at(-1)).toBe('local: It was not applied: the cluster refused it: 409');
});

test('a service that runs in no cluster is refused before anything is written down, and told what carries its plan out', async () => {
  const { server, done } = served([2, 5], { inCluster: false });
  const answer = await server.inject({ method: 'POST', url: `${path}/apply`, payload: {} });
  expect(answer.json().message).toBe('consumer@eu-1 runs in no cluster that a manifest could go to.');
  expect(done).toEqual([]);
});

test('nothing is applied while the freeze holds, nor a plan that schedules nothing', async () => {
  const frozen = served([2, 5], { freeze: { kind: 'frozen' } });
  const same = served([4]);
  for (const { server, done } of [frozen, same]) {
    const answer = await server.inject({ method: 'POST', url: `${path}/apply`, payload: {} });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(done).toEqual([]);
  }
  expect((await same.server.inject(`${path}/manifest`)).json().message).toContain(
    'is the same all week long',
  );
});
