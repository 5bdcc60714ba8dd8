import { type NewEvent, OunceError, type ServiceRef } from '@ounce/core';
import { z } from 'zod';
import { asked } from '../asked.ts';
import type { ApiContext, Server } from '../context.ts';
import { present } from '../present.ts';
import { breakerChangeView, breakerView, type GuardReport, guardReport, problem } from '../types.ts';

const tags = ['guard'];
/** Of one circuit in one report: one that flaps by the thousand must not fill the journal. */
const keptOfEach = 20;

export function breakerRoutes(server: Server, { config, clock, ledger, governor }: ApiContext): void {
  const regionOf = ({ service, region }: GuardReport): string => {
    const settings = Object.hasOwn(config.services, service) ? config.services[service] : undefined;
    const regions = settings ? (settings.regions ?? config.fleet.regions) : [];
    const found = region ?? regions[0];
    if (found !== undefined && regions.includes(found)) return found;
    const all = [...governor.services.keys()].join(', ');
    throw new OunceError(
      'OUNCE_E_NOT_FOUND',
      `There is no service ${region ? `${service}@${region}` : service}; there are ${all}.`,
    );
  };

  server.post(
    '/api/guard/reports',
    {
      config: { role: 'operator', intake: 'token' },
      schema: {
        tags,
        summary: 'What `guard.report` of a service tells: transitions of its circuits, and how they stand',
        body: guardReport,
        response: { 204: z.undefined(), 400: problem, 401: problem, 404: problem },
      },
    },
    async ({ body }, reply) => {
      const ref = { service: body.service, region: regionOf(body) };
      const nowMs = clock.nowMs();
      governor.guards.take({ ...body, ...ref }, nowMs);
      const events = eventsOf(body, ref, nowMs);
      if (events.length > 0) await ledger.append(events);
      return reply.code(204).send(undefined);
    },
  );

  server.get(
    '/api/guard/breakers',
    {
      schema: {
        tags,
        summary: 'The circuits of all running instances that report, those that are not closed first',
        response: { 200: z.object({ items: z.array(breakerView) }) },
      },
    },
    async () => ({ items: governor.guards.breakers(clock.nowMs()).sort(byState) }),
  );

  server.get(
    '/api/guard/transitions',
    {
      schema: {
        tags,
        summary: 'Transitions of circuits, newest first',
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(1000).default(100),
          cursor: z.string().optional(),
          service: z.string().optional(),
          region: z.string().optional(),
        }),
        response: { 200: z.object({ items: z.array(breakerChangeView), next: z.string().optional() }) },
      },
    },
    async ({ query }) => {
      const { items, next } = asked(() => ledger.query.breakerChanges(present(query)));
      return { items: [...items], ...(next ? { next } : {}) };
    },
  );
}

const order = ['open', 'isolated', 'half-open', 'closed'];

function byState(a: { state: string; dependency: string }, b: { state: string; dependency: string }): number {
  return order.indexOf(a.state) - order.indexOf(b.state) || a.dependency.localeCompare(b.dependency);
}

function eventsOf(
  { instance, transitions }: GuardReport,
  ref: ServiceRef,
  nowMs: number,
): NewEvent<'breaker.changed'>[] {
  const seen = new Map<string, number>();
  // The newest matter most: they say how it stands.
  const kept = transitions.toReversed().filter(({ dependency, endpoint }) => {
    const which = `${dependency}\n${endpoint}`;
    seen.set(which, (seen.get(which) ?? 0) + 1);
    return seen.get(which)! <= keptOfEach;
  });
  return kept.reverse().map(({ agoMs, ...change }) => ({
    atMs: Math.round(nowMs - agoMs),
    actor: `guard:${instance}`,
    subject: `${ref.service}@${ref.region}`,
    kind: 'breaker.changed',
    data: { ...ref, instance, ...present(change) },
  }));
}
