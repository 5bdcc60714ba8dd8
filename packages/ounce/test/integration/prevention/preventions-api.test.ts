import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serve } from '../api/served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const get = (path: string) => served.ask('GET', path, { as: 'viewer' });
const send = (method: string, path: string, body: unknown = {}) =>
  served.ask(method, path, { as: 'operator', body });

test('the starter catalogue is loaded once, by somebody who may', async () => {
  const refused = await served.ask('POST', '/api/catalogue/starter', { as: 'viewer', body: {} });
  expect(refused.status).toBe(403);
  const { body } = await send('POST', '/api/catalogue/starter');
  expect(body).toEqual({
    ...{ rootCauses: { added: 20, kept: 0 }, preventions: { added: 17, kept: 0 } },
    targets: { added: 6, kept: 0 },
  });
  expect((await send('POST', '/api/catalogue/starter')).body.preventions.added).toBe(0);
  const { body: latency } = await get('/api/root-causes?incidentType=latency_spike');
  expect(latency.items).toHaveLength(4);
});

describe('a prevention', () => {
  test('is made of what is given, with an id of its title', async () => {
    const body = { title: 'Query timeouts', kind: 'architecture', rootCauses: ['inefficient-queries'] };
    const made = await send('POST', '/api/preventions', body);
    expect(made.body).toMatchObject({ id: 'query-timeouts', version: 1, status: 'planned', priority: 'P1' });
    expect(await send('POST', '/api/preventions', body)).toMatchObject({
      ...{ status: 409, body: { code: 'OUNCE_E_VERSION_CONFLICT', details: { theirs: { version: 1 } } } },
    });
  });

  test.each([
    ['no kind', { title: 'x' }],
    ['an unknown field', { title: 'x', kind: 'process', colour: 'red' }],
    ['an id that is none', { title: 'x', kind: 'process', id: '../x' }],
  ])('is refused with %s', async (_, body) => {
    expect((await send('POST', '/api/preventions', body)).status).toBe(400);
  });

  test('goes from its steps to complete, and asks for evidence to be verified', async () => {
    const path = '/api/preventions/schema-versioning';
    const early = await send('POST', `${path}/status`, { status: 'complete' });
    expect(early).toMatchObject({ status: 409, body: { code: 'OUNCE_E_RULE' } });
    for (const step of [0, 1, 2, 3]) await send('POST', `${path}/check`, { step, done: true });
    expect((await send('POST', `${path}/status`, { status: 'complete' })).body.status).toBe('complete');
    const { status, body } = await send('POST', `${path}/verify`);
    expect([status, body.code]).toEqual([409, 'OUNCE_E_RULE']);
    expect(body.details.missing).toEqual([
      expect.stringContaining('names no experiment'),
      expect.stringContaining('not been measured'),
    ]);
    const { body: detail } = await get(path);
    expect(detail.next).toContain('verified');
    expect(detail.history.at(-1)).toMatchObject({ field: 'status', from: 'planned', to: 'complete' });
    expect(detail.verification).toMatchObject({ ready: false, experiments: [] });
  });

  test('of the same version is saved once: the second is told the first', async () => {
    const path = '/api/preventions/canary-deployments';
    const save = (owner: string) => send('PATCH', path, { owner, baseVersion: 1 });
    const answers = await Promise.all([save('Ada'), save('Bob')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.find(({ status }) => status === 409)!;
    const won = answers.find(({ status }) => status === 200)!;
    expect(lost.body.details.theirs).toMatchObject({ owner: won.body.owner, version: 2 });
  });

  test('loses a field that is taken away, and keeps its notes', async () => {
    const path = '/api/preventions/predictive-scaling';
    const { body } = await send('PATCH', path, { without: ['control'] });
    expect([body.control, body.owner]).toEqual([undefined, 'SRE Team']);
    expect((await get(path)).body.notes[0].text).toContain('Auto-scaling threshold lowered: Jan 25');
  });
});

test('suggestions match root causes', async () => {
  const { body } = await get('/api/preventions/suggestions?rootCauses=slow-health-checks,deployment-bugs');
  const ids = body.items.map(({ prevention }: { prevention: { id: string } }) => prevention.id);
  expect(ids.sort()).toEqual(['canary-deployments', 'health-check-optimization']);
});

test('lists go on page by page', async () => {
  const first = await get('/api/preventions?limit=10');
  const second = await get(`/api/preventions?limit=10&cursor=${encodeURIComponent(first.body.next)}`);
  expect([first.body.items.length, second.body.items.length, second.body.next]).toEqual([10, 8, undefined]);
});
