import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { faultSchema } from '../../ports/fault-schema.ts';
import type { Leases } from './leases.ts';

/** One service behind the proxy, as the control address knows it. */
export interface Controlled {
  readonly name: string;
  readonly leases: Leases;
  readonly connections: number;
}

const maxBodyBytes = 16 * 1024;

const carried = faultSchema.refine(
  ({ kind }) => kind === 'unresponsive' || kind === 'dependency_down',
  'a fault proxy carries `unresponsive` and `dependency_down`',
);
const times = z.object({
  leaseMs: z.number().min(100).max(5_000),
  endsAtMs: z.number().positive().optional(),
});

type Answer = readonly [status: number, body: object | string];

/** `PUT`, `DELETE` and `GET /routes/NAME/faults[/ID]` as docs/connectors/fault-agent.md says; probes and metrics. */
export function controlServer(routes: readonly Controlled[]): Server {
  return createServer((request, response) => {
    answer(request, routes).then(
      ([status, body]) => send(response, status, body),
      (error: Error) => send(response, 400, { error: 'bad_fault', message: error.message }),
    );
  });
}

async function answer(request: IncomingMessage, routes: readonly Controlled[]): Promise<Answer> {
  const { method = 'GET', url = '/' } = request;
  if (url === '/healthz' || url === '/readyz') return [200, { status: 'ok', ready: true }];
  if (url === '/metrics') return [200, metricsOf(routes)];
  const [, name = '', id] = url.match(/^\/routes\/([^/]+)\/faults(?:\/([^/]+))?$/) ?? [];
  const route = routes.find((one) => one.name === decodeURIComponent(name));
  if (!route) return [404, { error: 'not_found', message: `there are: ${routes.map((one) => one.name)}` }];
  if (id === undefined) return [200, { faults: route.leases.active.map((active) => ({ id: active })) }];
  const faultId = decodeURIComponent(id);
  if (method === 'DELETE') return [200, { id: faultId, removed: route.leases.remove(faultId) }];
  if (method !== 'PUT') return [405, { error: 'bad_method', message: 'use PUT, DELETE or GET' }];
  return hold(route, faultId, await bodyOf(request));
}

function hold({ leases }: Controlled, id: string, body: unknown): Answer {
  const { leaseMs, endsAtMs, ...rest } = Object(body) as Record<string, unknown>;
  const lease = times.safeParse({ leaseMs, endsAtMs });
  const fault = carried.safeParse(rest);
  if (!lease.success || !fault.success) {
    const issues = [...(lease.error?.issues ?? []), ...(fault.error?.issues ?? [])];
    const message = issues.map((issue) => `${issue.path.join('.') || 'fault'}: ${issue.message}`).join('; ');
    return [400, { error: 'bad_fault', message }];
  }
  if (leases.hold(id, { fault: fault.data as Parameters<Leases['hold']>[1]['fault'], ...lease.data }))
    return [200, { id }];
  return [409, { error: 'fault_ended', message: `fault ${id} has ended; start another under a new id` }];
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > maxBodyBytes) throw new Error(`more than ${maxBodyBytes} bytes`);
  }
  return JSON.parse(text);
}

function metricsOf(routes: readonly Controlled[]): string {
  const gauge = (name: string, help: string, value: (route: Controlled) => number) =>
    [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      ...routes.map((route) => `${name}{route="${route.name}"} ${value(route)}`),
    ].join('\n');
  return [
    gauge('fault_proxy_connections', 'Connections that pass through now.', ({ connections }) => connections),
    gauge('fault_proxy_faults', 'Faults that are on.', ({ leases }) => leases.active.length),
    '',
  ].join('\n');
}

function send(response: ServerResponse, status: number, body: object | string): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain; version=0.0.4' : 'application/json' });
  response.end(isText ? body : JSON.stringify(body));
}
