import type { Incident } from '@ounce/core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openPostgresJournal } from '../../../src/connectors/postgres-journal/index.ts';
import { remindOfReviews } from '../../../src/prevention/reviews/index.ts';
import { type Served, serve } from '../api/served.ts';
import { startPostgres, type TestPostgres } from '../ledger/postgres.ts';

let postgres: TestPostgres;
let governors: readonly Served[];
beforeAll(async () => {
  postgres = await startPostgres();
  const open = () => openPostgresJournal({ connectionString: postgres.url, schema: postgres.schema });
  governors = [await serve({}, await open()), await serve({}, await open())];
  const [first] = governors;
  const nowMs = first!.context.clock.nowMs();
  const data: Incident = {
    ...{
      id: 'inc-1',
      type: 'latency_spike',
      service: 'consumer',
      region: 'local',
      severity: 1,
      drill: false,
    },
    ...{ summary: 'Slow.', startedAtMs: nowMs - 90_000_000, detectedAtMs: nowMs - 90_000_000 },
  };
  const about = { atMs: nowMs, actor: 'local', subject: 'incident:inc-1' };
  await first!.context.ledger.append([{ ...about, kind: 'incident.opened', data }]);
  await send(0, 'POST', '/api/reviews', { incidentId: 'inc-1' });
  await send(0, 'POST', '/api/catalogue/starter');
  await governors[1]!.context.ledger.catchUp();
});
afterAll(async () => {
  await Promise.all((governors ?? []).map((governor) => governor.close()));
  await postgres?.stop();
});

const send = (at: number, method: string, path: string, body: unknown = {}) =>
  governors[at]!.ask(method, path, { as: 'operator', body });

async function fieldsOf(at: number) {
  const { body } = await governors[at]!.ask('GET', '/api/reviews/PIR-inc-1', { as: 'viewer' });
  const { createdAtMs, savedAtMs, savedBy, finishedAtMs, id, incidentId, status, version, ...fields } =
    body.review;
  return { ...fields, baseVersion: version };
}

describe('two governors on one PostgreSQL journal', () => {
  test('save a review once: the second, who has not even heard of the first, gets both versions', async () => {
    const [ada, bob] = [await fieldsOf(0), await fieldsOf(1)];
    expect(ada.baseVersion).toBe(bob.baseVersion);
    const won = await send(0, 'PUT', '/api/reviews/PIR-inc-1', { ...ada, lessons: 'Ada’s lesson.' });
    expect(won.status).toBe(200);
    const lost = await send(1, 'PUT', '/api/reviews/PIR-inc-1', { ...bob, lessons: 'Bob’s lesson.' });
    expect(lost).toMatchObject({ status: 409, body: { code: 'OUNCE_E_VERSION_CONFLICT' } });
    const { theirs } = lost.body.details;
    expect([theirs.version, theirs.lessons]).toEqual([ada.baseVersion + 1, 'Ada’s lesson.']);
    const merged = { ...bob, lessons: `${theirs.lessons}\nBob’s lesson.`, baseVersion: theirs.version };
    expect((await send(1, 'PUT', '/api/reviews/PIR-inc-1', merged)).status).toBe(200);
    await governors[0]!.context.ledger.catchUp();
    expect((await fieldsOf(0)).lessons).toBe('Ada’s lesson.\nBob’s lesson.');
  });

  test('never lose one of many edits of a prevention at once', async () => {
    const path = '/api/preventions/continuous-capacity-planning/check';
    const answers = await Promise.all(
      [0, 1, 2, 3, 4].map((step) => send(step % 2, 'POST', path, { step, done: true })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await vi.waitFor(
      async () => {
        await governors[0]!.context.ledger.catchUp();
        const { body } = await governors[0]!.ask('GET', path.replace('/check', ''), { as: 'viewer' });
        expect(body.prevention.version).toBe(6);
        expect(body.prevention.checklist.every(({ done }: { done: boolean }) => done)).toBe(true);
      },
      { timeout: 10_000 },
    );
  });

  test('tell of an overdue review once between them', async () => {
    const told = await Promise.all(governors.map(({ context }) => remindOfReviews(context)));
    await Promise.all(governors.map(({ context }) => context.ledger.catchUp()));
    const later = await Promise.all(governors.map(({ context }) => remindOfReviews(context)));
    expect([...told, ...later].reduce((sum, count) => sum + count, 0)).toBe(1);
  });
});
