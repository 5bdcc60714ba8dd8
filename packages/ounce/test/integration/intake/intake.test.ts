import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serve } from '../api/served.ts';
import { alert, notification } from './alertmanager-body.ts';

const token = 'intake-token-of-the-tests';
const secrets = ['first-secret-of-the-tests', 'second-secret-of-the-tests'];

let served: Served;
beforeAll(async () => {
  const pagerduty = { secrets, services: { PSVC1: 'consumer' }, types: { PSVC1: 'queue_backlog' } };
  served = await serve({ incidentTypes: { data_loss: 'Data loss' }, intake: { token, pagerduty } });
  served.context.ledger.subscribe((events) => {
    written += events.filter(({ kind }) => kind.startsWith('incident.')).length;
  });
});
afterAll(() => served.close());

const query = () => served.context.ledger.query;
/** How much has been said about incidents: the governor writes for itself meanwhile. */
let written = 0;
const head = () => written;

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`${served.url}/api/intake/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: text,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe('Alertmanager', () => {
  const told = (alerts: object[], status?: 'firing' | 'resolved') =>
    post('alertmanager', notification(alerts, status));
  const resolved = { status: 'resolved', endsAt: '2026-03-01T08:20:00Z' };

  test('firing opens with what the labels say; said again it changes nothing', async () => {
    const first = await told([alert()]);
    expect(first).toMatchObject({ status: 200, body: { opened: 1, changed: 0, unchanged: 0 } });
    const [id] = first.body.incidentIds as string[];
    expect(query().incident(id!)).toMatchObject({
      ...{ type: 'queue_backlog', service: 'consumer', region: 'local', severity: 1, drill: false },
      ...{ summary: 'The queue is deep.', source: 'alertmanager' },
      startedAtMs: Date.UTC(2026, 2, 1, 8, 0, 0, 123),
    });
    const before = head();
    expect((await told([alert()])).body).toMatchObject({ opened: 0, unchanged: 1, incidentIds: [id] });
    expect(head()).toBe(before);
  });

  test('resolved closes at the end it names; a new start is a new incident; the same start fires again', async () => {
    const closed = await told([alert(resolved)], 'resolved');
    expect(closed.body).toMatchObject({ opened: 0, changed: 1 });
    const [id] = closed.body.incidentIds as string[];
    expect(query().incident(id!)?.resolvedAtMs).toBe(Date.UTC(2026, 2, 1, 8, 20));
    expect((await told([alert(resolved)], 'resolved')).body).toMatchObject({ changed: 0, unchanged: 1 });

    const anew = await told([alert({ startsAt: '2026-03-02T08:00:00Z' })]);
    expect(anew.body).toMatchObject({ opened: 1 });
    expect((anew.body.incidentIds as string[])[0]).not.toBe(id);

    expect((await told([alert()])).body).toMatchObject({ changed: 1, incidentIds: [id] });
    expect(query().incident(id!)?.resolvedAtMs).toBeUndefined();
  });

  test('what was over before it was heard of is kept as a whole incident', async () => {
    const over = alert({ ...resolved, fingerprint: 'ffff' });
    const answer = await told([over], 'resolved');
    expect(answer.body).toMatchObject({ opened: 1, changed: 1 });
  });

  test('a batch is taken in as a whole or not at all', async () => {
    const before = head();
    const bad = alert({ fingerprint: 'abcd', startsAt: '2099-01-01T00:00:00Z' });
    const answer = await told([alert({ fingerprint: 'abce' }), bad]);
    expect(answer).toMatchObject({ status: 400, body: { code: 'OUNCE_E_BAD_REQUEST' } });
    expect(answer.body.message).toContain('future');
    expect(head()).toBe(before);
  });

  test('ignores its own heartbeat, and takes the same alert once although it is told many times at once', async () => {
    const before = head();
    await told([alert({ labels: { alertname: 'Watchdog' } })]);
    expect(head()).toBe(before);
    const many = await Promise.all(Array.from({ length: 30 }, () => told([alert({ fingerprint: 'beef' })])));
    expect(many.map(({ status }) => status)).toEqual(many.map(() => 200));
    expect(many.reduce((sum, { body }) => sum + Number(body.opened), 0)).toBe(1);
  });
});

describe('PagerDuty', () => {
  const event = (type: string, at: string, more: object = {}) => ({
    event: {
      ...{ id: `01E${type}${at}`, event_type: type, resource_type: 'incident', occurred_at: at },
      agent: { id: 'PUSER', type: 'user_reference', summary: 'Ana' },
      data: {
        ...{ id: 'PINC1', type: 'incident', number: 7, status: 'triggered', title: 'Depth is high' },
        ...{ created_at: '2026-04-01T10:00:00Z', urgency: 'high', priority: null },
        service: { id: 'PSVC1', type: 'service_reference', summary: 'Queue consumer' },
        ...more,
      },
    },
  });
  const sign = (text: string, secret: string) =>
    `v1=${createHmac('sha256', secret).update(text).digest('hex')}`;
  const tell = (body: object, secret = secrets[1]!) => {
    const text = JSON.stringify(body);
    const header = `v1=${'0'.repeat(64)},${sign(text, secret)}`;
    return post('pagerduty', text, { authorization: '', 'x-pagerduty-signature': header });
  };
  const known = () => query().incidentByExternalId('pagerduty', 'PINC1');

  test('takes only what is signed over these very bytes with one of the secrets', async () => {
    const before = head();
    const body = event('incident.triggered', '2026-04-01T10:00:01Z');
    const text = JSON.stringify(body);
    for (const [sent, headers] of [
      [text, {}],
      [text, { 'x-pagerduty-signature': sign(text, 'another-secret-altogether') }],
      [`${text} `, { 'x-pagerduty-signature': sign(text, secrets[0]!) }],
      [text, { 'x-pagerduty-signature': 'v1=zz' }],
      ['{', { 'x-pagerduty-signature': '' }],
    ] as const)
      expect((await post('pagerduty', sent, headers)).status).toBe(401);
    expect(head()).toBe(before);
    expect((await tell(body, secrets[0])).status).toBe(200);
    expect(head()).toBe(before + 1);
  });

  test('follows an incident through its course, whatever is sent twice or late', async () => {
    const course = [
      event('incident.triggered', '2026-04-01T10:00:01Z'),
      event('incident.acknowledged', '2026-04-01T10:02:00Z'),
      event('incident.priority_updated', '2026-04-01T10:03:00Z', { priority: { id: 'P', summary: 'P1' } }),
      event('incident.resolved', '2026-04-01T10:10:00Z'),
    ];
    for (const body of [...course, ...course, course[2]!]) expect((await tell(body)).status).toBe(200);
    expect(known()).toMatchObject({
      ...{ type: 'queue_backlog', service: 'consumer', severity: 1, summary: 'Depth is high' },
      acknowledgedAtMs: Date.UTC(2026, 3, 1, 10, 2),
      resolvedAtMs: Date.UTC(2026, 3, 1, 10, 10),
    });
    const reopened = event('incident.reopened', '2026-04-01T10:20:00Z');
    expect((await tell(reopened)).body).toMatchObject({ changed: 1 });
    // A copy of the old resolution must not close what was opened again, nor a copy of the reopening open it once more.
    expect((await tell(course[3]!)).body).toMatchObject({ changed: 0, unchanged: 1 });
    expect(known()?.resolvedAtMs).toBeUndefined();
    await tell(event('incident.resolved', '2026-04-01T10:30:00Z'));
    expect((await tell(reopened)).body).toMatchObject({ changed: 0, unchanged: 1 });
    expect(known()?.resolvedAtMs).toBe(Date.UTC(2026, 3, 1, 10, 30));
  });

  test('answers its test message, and events that mean nothing here, without keeping anything', async () => {
    const before = head();
    const ping = { message: 'Hello from your friend Pagey!', type: 'ping' };
    const pagey = event('pagey.ping', '2026-04-01T10:00:00Z');
    expect((await tell({ event: { ...pagey.event, data: ping } })).status).toBe(200);
    expect((await tell(event('incident.annotated', '2026-04-01T10:00:00Z'))).status).toBe(200);
    expect(head()).toBe(before);
  });
});

describe('plain JSON and CloudEvents', () => {
  const attributes = { specversion: '1.0', id: 'e-1', source: '/monitor', time: '2026-05-01T10:00:00Z' };
  const data = {
    id: 'outage-1',
    service: 'gateway',
    severity: 2,
    type: 'data_loss',
    summary: 'Rows are gone.',
  };
  const opened = { ...attributes, type: 'com.example.incident.opened', data };

  test('structured, batched and binary say the same of one incident', async () => {
    const structured = await post('events', opened, { 'content-type': 'application/cloudevents+json' });
    expect(structured).toMatchObject({ status: 200, body: { opened: 1 } });
    const { data: _, type, ...headers } = opened;
    const ce = Object.fromEntries(
      Object.entries({ ...headers, type }).map(([name, value]) => [`ce-${name}`, value]),
    );
    expect((await post('events', data, ce)).body).toMatchObject({ opened: 0, unchanged: 1 });
    const resolved = { ...attributes, id: 'e-2', time: '2026-05-01T11:00:00Z', type: 'incident.resolved' };
    const batch = await post(
      'events',
      [opened, { ...resolved, subject: 'outage-1', data: { why: 'Restored.' } }],
      { 'content-type': 'application/cloudevents-batch+json' },
    );
    expect(batch.body).toMatchObject({ opened: 0, changed: 1, unchanged: 1 });
    const incident = query().incidentByExternalId('event', '/monitor outage-1');
    expect(incident).toMatchObject({ type: 'data_loss', severity: 2, resolvedWhy: 'Restored.' });
    expect(incident?.resolvedAtMs).toBe(Date.UTC(2026, 4, 1, 11));
  });

  test('plain JSON, one or many; what is not known is refused with what to do', async () => {
    const one = await post('events', {
      event: 'opened',
      id: 'x1',
      service: 'gateway',
      at: Date.UTC(2026, 1, 1),
    });
    expect(one).toMatchObject({ status: 200, body: { opened: 1 } });
    const unknown = await post('events', [
      { event: 'acknowledged', id: 'x1' },
      { event: 'resolved', id: 'never heard of' },
    ]);
    expect(unknown).toMatchObject({ status: 400, body: { mend: expect.stringContaining('opens it first') } });
    expect(query().incidentByExternalId('event', 'x1')?.acknowledgedAtMs).toBeUndefined();
    const badType = await post('events', { event: 'opened', id: 'x2', type: 'queue_backlok' });
    expect(badType.body.message).toContain('queue_backlog');
  });
});

test('the intake’s token opens no other door, and nobody gets in without one', async () => {
  expect((await post('alertmanager', notification([alert()]), { authorization: '' })).status).toBe(401);
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${served.url}/api/incidents`, { headers })).status).toBe(401);
  const viewer = { authorization: `Bearer ${served.tokens.viewer}` };
  expect((await post('alertmanager', notification([alert()]), viewer)).status).toBe(403);
});
