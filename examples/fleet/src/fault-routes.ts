import type { FastifyInstance } from 'fastify';
import { Gauge, type Registry } from 'prom-client';
import { type FaultKind, FaultRequestError, readFaultLeaseRequest } from './fault-lease-request.ts';
import { createFaultLeases, FaultEndedError, type FaultLeases } from './faults.ts';
import type { Log } from './log.ts';

interface FaultTarget {
  readonly app: FastifyInstance;
  readonly registry: Registry;
  readonly log: Log;
  /** The kinds of fault that this service can carry. */
  readonly kinds: readonly FaultKind[];
}

/**
 * Lets a service be the target of fault injection: `PUT /faults/:id` starts or renews, `DELETE /faults/:id` removes,
 * `GET /faults` lists, and `fleet_fault_active{kind}` counts.
 */
export function addFaultRoutes({ app, registry, log, kinds }: FaultTarget): FaultLeases {
  const leases = createFaultLeases(
    { monotonicMs: () => performance.now(), epochMs: () => Date.now() },
    (id, kind, end) => log('fault_ended', { id, kind, end }),
  );

  app.put<{ Params: { id: string } }>('/faults/:id', async ({ params: { id }, body }, reply) => {
    try {
      const request = readFaultLeaseRequest(body, kinds, Date.now());
      const known = leases.active().some((fault) => fault.id === id);
      const active = leases.hold(id, request);
      if (!known) log('fault_started', { ...active });
      return active;
    } catch (error) {
      if (error instanceof FaultRequestError) {
        return reply.code(400).send({ error: 'bad_fault', field: error.field, message: error.message });
      }
      if (error instanceof FaultEndedError) {
        return reply.code(409).send({ error: 'fault_ended', end: error.end, message: error.message });
      }
      throw error;
    }
  });
  app.delete<{ Params: { id: string } }>('/faults/:id', async ({ params: { id } }) => ({
    id,
    removed: leases.remove(id),
  }));
  app.get('/faults', async () => ({ faults: leases.active() }));

  new Gauge({
    name: 'fleet_fault_active',
    help: 'Injected faults that this service carries now.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      const active = leases.active();
      for (const kind of kinds) {
        this.set({ kind }, active.filter(({ fault }) => fault.kind === kind).length);
      }
    },
  });
  return leases;
}
