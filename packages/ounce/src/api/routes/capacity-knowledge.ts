import { type AnnouncedEvent, type LoadTest, OunceError, type ServiceRef, serviceKey } from '@ounce/core';
import { z } from 'zod';
import { capacitySummaryOf, costOf } from '../capacity-view.ts';
import type { ApiContext, Server } from '../context.ts';
import { capacityCalendar, capacitySummary } from '../types.ts';

const tags = ['capacity'];
const timeMs = z.number().int().min(0).max(8.64e15);
const amount = z.number().min(0).max(1e12);

const loadTestPoint = z
  .strictObject({
    throughput: amount.gt(0),
    latencyMs: amount.optional(),
    concurrency: amount.optional(),
    utilisation: z.number().min(0).max(1).optional(),
  })
  .refine(({ throughput: _, ...pressure }) => Object.keys(pressure).length > 0, {
    error: 'expected a concurrency, latencyMs or utilisation beside the throughput',
  });

const announcement = z
  .strictObject({
    name: z.string().min(1).max(80),
    ...{ startMs: timeMs, endMs: timeMs },
    expectedRatio: z.number().positive().max(1000).optional(),
    services: z.array(z.string()).min(1).optional(),
  })
  .refine(({ startMs, endMs }) => startMs < endMs, { error: 'expected `endMs` after `startMs`' });

/** What people know and no reading tells: launches ahead, load tests. */
export function capacityKnowledgeRoutes(server: Server, context: ApiContext): void {
  const { ledger, clock, config, governor, capacity } = context;

  server.get(
    '/api/capacity-events',
    {
      schema: {
        ...{ tags, summary: 'Launches and the like, clock and holidays' },
        response: { 200: capacityCalendar },
      },
    },
    async () => {
      const { timeZone, holidays, events } = config.capacity;
      const configured = events.map(({ from, to, ...event }) => ({
        ...{ ...event, startMs: Date.parse(from), endMs: Date.parse(to) },
      }));
      const announced = ledger.query.announcedEvents().map(({ services, ...event }) => ({
        ...{ ...event, ...(services ? { services: [...services] } : {}) },
      }));
      const all = [...configured, ...announced].sort((a, b) => a.startMs - b.startMs);
      return { timeZone, holidays, events: all };
    },
  );

  server.post(
    '/api/capacity-events',
    {
      config: { role: 'operator' },
      schema: {
        ...{ tags, summary: 'Say that a stretch of time will be, or was, unlike others' },
        body: announcement,
        response: { 200: announcement.safeExtend({ id: z.string() }) },
      },
    },
    async ({ body, caller }) => {
      const unknown = (body.services ?? []).find((name) => !config.services[name]);
      if (unknown) throw new OunceError('OUNCE_E_NOT_FOUND', `There is no service ${unknown}.`);
      const event = { ...body, id: idOf(body.name, body.startMs, ledger.query.announcedEvents()) };
      await ledger.append([
        {
          ...{ atMs: clock.nowMs(), actor: caller.actor, subject: 'fleet' },
          ...{ kind: 'capacity.event_announced', data: { event: event as AnnouncedEvent } },
        },
      ]);
      return event;
    },
  );

  server.delete(
    '/api/capacity-events/:id',
    {
      config: { role: 'operator' },
      schema: {
        ...{ tags, summary: 'Take back what was announced' },
        params: z.object({ id: z.string() }),
        response: { 200: z.object({ withdrawn: z.string() }) },
      },
    },
    async ({ params: { id }, caller }) => {
      if (!ledger.query.announcedEvents().some((event) => event.id === id))
        throw new OunceError('OUNCE_E_NOT_FOUND', `Nothing is announced as ${id}.`, {
          mend: '`ounce capacity events` lists what is; those of the config are taken out there.',
        });
      await ledger.append([
        {
          ...{ atMs: clock.nowMs(), actor: caller.actor, subject: 'fleet' },
          ...{ kind: 'capacity.event_withdrawn', data: { id } },
        },
      ]);
      return { withdrawn: id };
    },
  );

  server.post(
    '/api/capacity/:service/:region/load-tests',
    {
      config: { role: 'operator' },
      schema: {
        ...{ tags, summary: 'Learn what a replica can carry from the steps of a load test' },
        params: z.object({ service: z.string(), region: z.string() }),
        body: z.strictObject({
          replicas: z.number().int().min(1).max(100_000),
          points: z.array(loadTestPoint).min(1).max(1000),
          source: z.string().min(1).max(200),
        }),
        response: { 200: capacitySummary },
      },
    },
    async ({ params, body, caller }) => {
      const of: ServiceRef = params;
      if (!governor.services.has(serviceKey(of)))
        throw new OunceError('OUNCE_E_NOT_FOUND', `There is no service ${serviceKey(of)}.`);
      await ledger.append([
        {
          ...{ atMs: clock.nowMs(), actor: caller.actor, subject: serviceKey(of) },
          ...{ kind: 'capacity.load_tested', data: { ...of, test: body as LoadTest } },
        },
      ]);
      return capacitySummaryOf(of, capacity(of, 'light'), costOf(config, of));
    },
  );
}

/** Its name and day, so that people can say it; a number where that is taken. */
function idOf(name: string, startMs: number, known: readonly AnnouncedEvent[]): string {
  const slug =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'event';
  const day = new Date(startMs).toISOString().slice(0, 10);
  const ids = new Set(known.map(({ id }) => id));
  let id = `${slug}-${day}`;
  for (let n = 2; ids.has(id); n++) id = `${slug}-${day}-${n}`;
  return id;
}
