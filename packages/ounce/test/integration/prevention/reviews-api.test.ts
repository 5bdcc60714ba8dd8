import type { Incident } from '@ounce/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { remindOfReviews } from '../../../src/prevention/reviews/index.ts';
import { type Served, serve } from '../api/served.ts';

const hourMs = 3_600_000;
let served: Served;
let nowMs: number;
beforeAll(async () => {
  served = await serve();
  nowMs = served.context.clock.nowMs();
  await send('POST', '/api/catalogue/starter');
  await happened('inc-1', { startedAtMs: nowMs - hourMs, resolvedAtMs: nowMs - hourMs / 2 });
});
afterAll(() => served.close());

const get = (path: string) => served.ask('GET', path, { as: 'viewer' });
const send = (method: string, path: string, body: unknown = {}) =>
  served.ask(method, path, { as: 'operator', body });

async function happened(id: string, more: Partial<Incident>): Promise<void> {
  const data: Incident = {
    ...{ id, type: 'queue_backlog', service: 'consumer', region: 'local', severity: 2, drill: false },
    ...{ summary: 'The queue grew.', startedAtMs: nowMs, detectedAtMs: (more.startedAtMs ?? nowMs) + 20_000 },
    ...{ source: 'person', ...more },
  };
  const about = { atMs: nowMs, actor: 'local', subject: `incident:${id}` };
  await served.context.ledger.append([{ ...about, kind: 'incident.opened', data }]);
}

/** What somebody writes, on top of what is there. */
async function write(id: string, more: Record<string, unknown>) {
  const { body } = await get(`/api/reviews/${id}`);
  const {
    createdAtMs,
    savedAtMs,
    savedBy,
    finishedAtMs,
    id: _,
    incidentId,
    status,
    version,
    ...fields
  } = body.review;
  return send('PUT', `/api/reviews/${id}`, { ...fields, baseVersion: version, ...more });
}

describe('a review', () => {
  test('is drafted from the records, once', async () => {
    const { body } = await send('POST', '/api/reviews', { incidentId: 'inc-1' });
    expect(body).toMatchObject({ created: true, review: { id: 'PIR-inc-1', version: 1, status: 'draft' } });
    expect(body.review.impact).toMatch(
      /Severity 2 in consumer@local.*30 min.*Detected 20 s after.*not known.*Error budget/s,
    );
    expect(body.review.timeline.map(({ text }: { text: string }) => text)).toContain(
      'It began: The queue grew.',
    );
    expect((await send('POST', '/api/reviews', { incidentId: 'inc-1' })).body.created).toBe(false);
    expect((await send('POST', '/api/reviews', { incidentId: 'nope' })).status).toBe(404);
  });

  test('offers the root causes of its type, and what is known against those it names', async () => {
    const { body } = await get('/api/reviews/PIR-inc-1');
    expect(body.candidates).toHaveLength(4);
    expect(body.suggestions).toEqual([]);
    await write('PIR-inc-1', { rootCauses: ['no-predictive-scaling'] });
    const { body: after } = await get('/api/reviews/PIR-inc-1');
    expect(after.suggestions[0]).toMatchObject({ prevention: { id: 'predictive-scaling' } });
  });

  test('is finished when nothing is missing, and says what is', async () => {
    const { body: early } = await send('POST', '/api/reviews/PIR-inc-1/finish', { baseVersion: 2 });
    expect(early).toMatchObject({ code: 'OUNCE_E_RULE', details: { missing: expect.any(Array) } });
    expect(early.message).toMatch(/“Why it was not caught” is empty.*“Lessons” is empty/s);
    const saved = await write('PIR-inc-1', {
      whyNotCaught: 'No alert.',
      lessons: 'Alert on the rate of change.',
    });
    const { version: baseVersion } = saved.body;
    const done = await send('POST', '/api/reviews/PIR-inc-1/finish', { baseVersion });
    expect(done.body).toMatchObject({ status: 'finished', finishedAtMs: expect.any(Number) });
    expect(await write('PIR-inc-1', { lessons: 'more' })).toMatchObject({
      status: 409,
      body: { code: 'OUNCE_E_RULE' },
    });
    const reopened = await send('POST', '/api/reviews/PIR-inc-1/reopen', { baseVersion: baseVersion + 1 });
    expect(reopened.body).toMatchObject({ status: 'draft' });
    expect(reopened.body.finishedAtMs).toBeUndefined();
  });

  test('grows a prevention, new or from the catalogue, as an action', async () => {
    const { body: before } = await get('/api/reviews/PIR-inc-1');
    const path = '/api/reviews/PIR-inc-1/preventions';
    const adopted = await send('POST', path, {
      baseVersion: before.review.version,
      preventionId: 'predictive-scaling',
    });
    expect(adopted.body.actions).toEqual([
      expect.objectContaining({ preventionId: 'predictive-scaling', owner: 'SRE Team' }),
    ]);
    const made = await send('POST', path, {
      ...{ baseVersion: adopted.body.version, title: 'Alert on growth', kind: 'monitoring' },
      rootCauses: ['monitoring-resolution-too-coarse'],
    });
    expect(made.body.actions.at(-1)).toMatchObject({
      text: 'Alert on growth',
      preventionId: 'alert-on-growth',
    });
    const { body: detail } = await get('/api/preventions/alert-on-growth');
    expect(detail.prevention).toMatchObject({ incidentTypes: ['queue_backlog'], status: 'planned' });
  });

  test('goes out as Markdown and comes back, if nobody was faster', async () => {
    const { body } = await get('/api/reviews/PIR-inc-1/markdown');
    const markdown = body.markdown.replace(
      'Alert on the rate of change.',
      'Two lessons.\n\n```\n## code\n```',
    );
    const back = await send('POST', '/api/reviews/import', { markdown });
    expect(back.body.lessons).toBe('Two lessons.\n\n```\n## code\n```');
    const stale = await send('POST', '/api/reviews/import', { markdown });
    expect(stale).toMatchObject({
      status: 409,
      body: { details: { theirs: { version: back.body.version } } },
    });
    const unchanged = (await get('/api/reviews/PIR-inc-1/markdown')).body.markdown;
    const again = await send('POST', '/api/reviews/import', { markdown: unchanged });
    expect(again).toMatchObject({ status: 200, body: { version: back.body.version } });
    const broken = await send('POST', '/api/reviews/import', { markdown: 'nothing' });
    expect(broken).toMatchObject({ status: 400, body: { message: expect.stringContaining('front matter') } });
  });

  test('is saved by one of two writers; the other gets both versions and loses nothing', async () => {
    const answers = await Promise.all([
      write('PIR-inc-1', { resolution: 'Ada was here.' }),
      write('PIR-inc-1', { resolution: 'Bob was here.' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const won = answers.find(({ status }) => status === 200)!.body;
    const lost = answers.find(({ status }) => status === 409)!.body;
    expect(lost).toMatchObject({
      code: 'OUNCE_E_VERSION_CONFLICT',
      details: { theirs: { resolution: won.resolution } },
    });
  });

  test('is for operators to write and for viewers to read', async () => {
    const answer = await served.ask('POST', '/api/reviews', { as: 'viewer', body: { incidentId: 'inc-1' } });
    expect(answer.status).toBe(403);
    expect((await get('/api/reviews?status=draft')).body.items).toHaveLength(1);
  });
});

describe('a review of a severe incident', () => {
  const overdue = async () => {
    const { body } = await get('/api/reviews/overdue');
    return body.items.map(({ incident }: { incident: { id: string } }) => incident.id);
  };

  test('is overdue 24 h after its resolution, or its start while it is open', async () => {
    await happened('inc-late', { startedAtMs: nowMs - 30 * hourMs, resolvedAtMs: nowMs - 25 * hourMs });
    await happened('inc-open', { startedAtMs: nowMs - 25 * hourMs, severity: 1 });
    await happened('inc-long', { startedAtMs: nowMs - 90 * hourMs, resolvedAtMs: nowMs - 23 * hourMs });
    await happened('inc-mild', {
      startedAtMs: nowMs - 90 * hourMs,
      resolvedAtMs: nowMs - 80 * hourMs,
      severity: 3,
    });
    await happened('inc-drill', {
      startedAtMs: nowMs - 90 * hourMs,
      resolvedAtMs: nowMs - 80 * hourMs,
      drill: true,
    });
    await happened('inc-old', {
      startedAtMs: nowMs - 90 * hourMs,
      resolvedAtMs: nowMs - 80 * hourMs,
      source: 'import',
    });
    expect((await overdue()).sort()).toEqual(['inc-late', 'inc-open']);
  });

  test('is told of once', async () => {
    const { ledger, clock } = served.context;
    expect(await remindOfReviews({ ledger, clock })).toBe(2);
    expect(await remindOfReviews({ ledger, clock })).toBe(0);
    const { body } = await get('/api/reviews/overdue');
    expect(body.items[0]).toMatchObject({ dueAtMs: expect.any(Number), remindedAtMs: expect.any(Number) });
  });

  test('is no longer overdue once it is finished', async () => {
    await send('POST', '/api/reviews', { incidentId: 'inc-late' });
    expect(await overdue()).toContain('inc-late');
    const { body } = await write('PIR-inc-late', {
      ...{ rootCauses: ['no-predictive-scaling'], whyNotCaught: 'x', lessons: 'y' },
    });
    await send('POST', '/api/reviews/PIR-inc-late/finish', { baseVersion: body.version });
    expect(await overdue()).toEqual(['inc-open']);
  });
});
