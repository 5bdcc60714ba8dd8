import type { Guard } from '@ounce/guard';
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Answers about the service itself; counting them as traffic would dilute its error rate and latency. */
const operational = new Set(['/healthz', '/readyz', '/metrics', '/accounting', '/faults', '/faults/:id']);

const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A registry with the metrics of the process; every service of the fleet has one. */
export function createRegistry(): Registry {
  const registry = new Registry();
  // The event-loop delay histogram wakes the process once per precision; a fleet of sleepers should sleep.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 200 });
  return registry;
}

/** Counts and times every request to the service's own routes, and serves `GET /metrics`. */
export function addHttpMetrics(app: FastifyInstance, registry: Registry, guard: Guard): void {
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered, by status code.',
    labelNames: ['code'],
    registers: [registry],
  });
  // A series that first appears with the first error hides that error: its rate needs a zero to start from.
  for (const code of ['200', '499', '500', '503']) requests.inc({ code }, 0);
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to its answer.',
    buckets: durationBuckets,
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    if (operational.has(request.routeOptions.url ?? '')) return;
    requests.inc({ code: String(reply.statusCode) });
    durations.observe(reply.elapsedTime / 1000);
  });
  // Who went away before there was an answer has waited too, and in vain.
  app.addHook('onRequestAbort', async (_request) => requests.inc({ code: '499' }));
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(`${await registry.metrics()}\n${guard.metrics()}`),
  );
}

/** Time that one message took, in seconds. */
export function createDurationHistogram(registry: Registry, name: string, help: string): Histogram {
  return new Histogram({
    name,
    help,
    buckets: [...durationBuckets, 30, 60, 120, 300],
    registers: [registry],
  });
}

export function createCounter(registry: Registry, name: string, help: string): Counter {
  return new Counter({ name, help, registers: [registry] });
}
