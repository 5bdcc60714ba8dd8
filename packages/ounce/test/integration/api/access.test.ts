import { stat } from 'node:fs/promises';
import type { Role } from '@ounce/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serve } from './served.ts';

type Operation = Readonly<{
  summary: string;
  parameters?: readonly { name: string; in: string; schema: object }[];
  requestBody?: { content: Readonly<Record<string, { schema: object }>> };
  responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema: object }>> }>>;
}>;

let served: Served;
let routes: { method: string; path: string; operation: Operation }[];
beforeAll(async () => {
  served = await serve();
  const { body } = await served.ask('GET', '/api/docs/json');
  routes = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operation,
      })),
  );
});
afterAll(() => served.close());

const concrete = (path: string) => path.replaceAll(/\{\w+\}/g, 'x');

describe('the API on TCP', () => {
  test('refuses every route without a token, with a problem that says what to do', async () => {
    expect(routes.length).toBeGreaterThan(15);
    for (const { method, path } of routes) {
      const { status, headers, body } = await served.ask(method, concrete(path));
      expect({ path, status, challenge: headers.get('www-authenticate') }).toEqual({
        path,
        status: 401,
        challenge: 'Bearer',
      });
      expect(body).toMatchObject({ code: 'OUNCE_E_UNAUTHORISED', message: expect.any(String) });
      expect(body.mend).toContain('ounce token create');
    }
  });

  test.each(['/%61pi/state', '/api/%73tate', '/api/state/', '/api/state?x=/', '/api/nothing'])(
    'is not fooled by how %s is written',
    async (path) => expect((await served.ask('GET', path)).status).toBe(401),
  );

  test('refuses a token that is not known, is not a bearer token, or was revoked', async () => {
    const ask = async (authorization: string) =>
      (await fetch(`${served.url}/api/state`, { headers: { authorization } })).status;
    const made = await served.ask('POST', '/api/tokens', {
      as: 'admin',
      body: { role: 'viewer', label: 'x' },
    });
    const { id, token } = made.body;
    expect(await ask(`Bearer ${token}`)).toBe(200);
    expect(await ask(`Basic ${token}`)).toBe(401);
    expect(await ask(`Bearer ${token}x`)).toBe(401);
    expect(await served.ask('DELETE', `/api/tokens/${id}`, { as: 'admin' })).toMatchObject({ status: 200 });
    expect(await ask(`Bearer ${token}`)).toBe(401);
  });

  test.each<[Role, string, string, unknown]>([
    ['operator', 'POST', '/api/freeze', { reason: 'x' }],
    ['operator', 'DELETE', '/api/freeze', { reason: 'x' }],
    ['operator', 'POST', '/api/experiments', { scenario: 'nothing', durationMs: 5000 }],
    ['operator', 'DELETE', '/api/experiments/x', undefined],
    ['operator', 'POST', '/api/experiments/recover', {}],
    ['operator', 'POST', '/api/notes', { text: 'hello' }],
    [
      'operator',
      'PUT',
      '/api/controls/predictive-scaling/mode',
      { service: 'consumer', region: 'local', mode: 'off', reason: 'a test' },
    ],
    ['admin', 'POST', '/api/ledger/rebuild', {}],
    ['admin', 'GET', '/api/tokens', undefined],
    ['admin', 'POST', '/api/tokens', { role: 'viewer', label: 'x' }],
    ['admin', 'DELETE', '/api/tokens/x', undefined],
  ])('needs the role %s for %s %s', async (least, method, path, body) => {
    const below = least === 'admin' ? 'operator' : 'viewer';
    const refused = await served.ask(method, path, { as: below, body });
    expect(refused).toMatchObject({ status: 403, body: { code: 'OUNCE_E_UNAUTHORISED' } });
    expect(refused.body.message).toContain(`needs the role ${least}`);
    const allowed = await served.ask(method, path, { as: least, body });
    expect([200, 404]).toContain(allowed.status);
  });

  const needed: Readonly<Record<string, string>> = {
    '/api/series': '?service=consumer&region=local&signal=queueDepth',
    '/api/knowledge/search': '?query=backlog',
    '/api/preventions/suggestions': '?rootCauses=no-predictive-scaling',
  };

  test('lets a viewer read everything but tokens', async () => {
    for (const { method, path } of routes.filter((route) => route.method === 'GET'))
      if (!path.includes('{') && !['/api/live', '/api/tokens'].includes(path)) {
        const query = needed[path] ?? '';
        expect({ path, status: (await served.ask(method, path + query, { as: 'viewer' })).status }).toEqual({
          path,
          status: 200,
        });
      }
  });

  test('never says a token’s hash again', async () => {
    const { body } = await served.ask('GET', '/api/tokens', { as: 'admin' });
    expect(JSON.stringify(body)).not.toMatch(/sha256|[0-9a-f]{64}/);
  });
});

describe('the local socket', () => {
  test('is open to its owner alone, and asks for no token', async () => {
    expect((await stat(served.socket)).mode & 0o777).toBe(0o600);
    const { status, body } = await served.askLocally('/api/whoami');
    expect([status, JSON.parse(body)]).toEqual([200, { role: 'admin', tokenId: 'local' }]);
  });
});

describe('what is open to everybody', () => {
  test.each(['/healthz', '/metrics', '/api/docs', '/'])('%s', async (path) => {
    expect((await served.ask('GET', path)).status).toBe(200);
  });
});

describe('the OpenAPI document', () => {
  test('has every route, and each of its schemas is a schema', async () => {
    const { body } = await served.ask('GET', '/api/docs/json');
    expect(body.openapi).toMatch(/^3\.1/);
    expect(body.info).toMatchObject({ title: 'Ounce', version: '1.2.3' });
    expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['GET /api/state', 'GET /api/live', 'PUT /api/controls/{control}/mode']),
    );
    const ajv = new Ajv2020({ strict: false, formats: { uri: true } });
    for (const { path, operation } of routes) {
      expect(operation.summary, path).toMatch(/^[A-Z]/);
      const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      const bodies = [operation.requestBody, ...Object.values(operation.responses)].flatMap((one) =>
        Object.values(one?.content ?? {}).map(({ schema }) => schema),
      );
      for (const schema of [...bodies, ...(operation.parameters ?? []).map((one) => one.schema)])
        expect(() => ajv.compile(schema), path).not.toThrow();
    }
  });

  test('describes the answers that really come', async () => {
    const ajv = new Ajv2020({ strict: false });
    for (const path of ['/api/state', '/api/controls', '/api/scenarios', '/api/freeze']) {
      const schema = routes.find((route) => route.path === path)?.operation.responses['200']?.content;
      const check = ajv.compile(Object.values(schema!)[0]!.schema);
      const { body } = await served.ask('GET', path, { as: 'viewer' });
      expect(check(body), `${path} ${ajv.errorsText(check.errors)}`).toBe(true);
    }
  });
});
