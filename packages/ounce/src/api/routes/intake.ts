import { OunceError } from '@ounce/core';
import type { FastifyRequest } from 'fastify';
import type { IncidentContext } from '../../prevention/incidents/index.ts';
import {
  type IntakeDefaults,
  isMeant,
  type TakenIn,
  takeIn,
  toldByAlertmanager,
  toldByEvents,
  toldByPagerDuty,
} from '../../prevention/intake/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { callerOfSignature, isSignatureAsked } from '../intake-access.ts';
import { alertOf, eventOfCloud, eventOfPlain, pagerDutyEventOf } from '../intake-words.ts';
import { alertmanagerNotification, pagerDutyNotification, problem, takenIn } from '../types.ts';
import { readEvents } from './read-events.ts';

const tags = ['intake'];
const response = { 200: takenIn, 400: problem, 401: problem, 413: problem, 415: problem };
const jsonTypes = ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'];
const nothing: TakenIn = { opened: 0, changed: 0, unchanged: 0, incidentIds: [] };

/** What opens and closes incidents from outside. Every batch is taken in as a whole or not at all, and may be sent again. */
export function intakeRoutes(server: Server, { config, ledger, clock }: ApiContext): void {
  const incidents: IncidentContext = { ledger, clock, ownTypes: config.incidentTypes };
  const { alertmanager, pagerduty } = config.intake;
  const region = config.intake.defaults.region ?? config.fleet.regions[0]!;
  const defaults: IntakeDefaults = { ...config.intake.defaults, region };
  parseLate(server);

  server.post(
    '/api/intake/alertmanager',
    {
      config: { role: 'operator', intake: 'token' },
      preValidation: parse,
      schema: {
        tags,
        summary: 'Alertmanager’s webhook, version 4: firing opens, resolved closes',
        body: alertmanagerNotification,
        response,
      },
    },
    async ({ body, caller }) => {
      const batch = toldByAlertmanager(body.alerts.map(alertOf), alertmanager, defaults, clock.nowMs());
      return said(await takeIn(incidents, batch, caller.actor));
    },
  );

  server.post(
    '/api/intake/pagerduty',
    {
      config: { role: 'operator', intake: 'signature' },
      preValidation: async (request) => {
        if (isSignatureAsked(config)) request.caller = callerOfSignature(config, request, bytesOf(request));
        await parse(request);
      },
      schema: {
        tags,
        summary: 'PagerDuty’s webhooks, version 3, signed',
        body: pagerDutyNotification,
        response,
      },
    },
    async ({ body: { event }, caller }) => {
      // Its test message, and everything that is not about an incident's course.
      if (!isMeant(event.event_type)) return said(nothing);
      const batch = toldByPagerDuty(pagerDutyEventOf(event), pagerduty, defaults);
      return said(await takeIn(incidents, batch, caller.actor));
    },
  );

  server.post(
    '/api/intake/events',
    {
      config: { role: 'operator', intake: 'token' },
      preValidation: parse,
      schema: {
        tags,
        summary: 'Plain JSON, or CloudEvents 1.0 (structured, batched or binary)',
        description: 'The schema is that of plain JSON; docs/incidents.md has the CloudEvents.',
        consumes: jsonTypes,
        response,
      },
    },
    async (request) => {
      const read = readEvents(request);
      const events = read.kind === 'plain' ? read.events.map(eventOfPlain) : read.events.map(eventOfCloud);
      const batch = toldByEvents(events, defaults, clock.nowMs());
      return said(await takeIn(incidents, batch, request.caller.actor));
    },
  );
}

const said = (report: TakenIn) => ({ ...report, incidentIds: [...report.incidentIds] });

/** Keeps the body as bytes until the route has looked at its signature. Anything but JSON is answered with 415. */
function parseLate(server: Server): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(jsonTypes, { parseAs: 'buffer' }, (_, body, done) => done(null, body));
}

const bytesOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

async function parse(request: FastifyRequest): Promise<void> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(request));
    // Names that would change an object's prototype are not taken over.
    request.body = JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OunceError('OUNCE_E_BAD_REQUEST', `The body is not JSON: ${reason}`, { cause });
  }
}
