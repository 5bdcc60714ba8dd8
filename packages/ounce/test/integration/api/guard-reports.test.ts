import { createGuard } from '@ounce/guard';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Served, serve } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const path = '/api/guard/reports';
const report = {
  service: 'consumer',
  instance: 'consumer-9',
  transitions: [],
  lost: 0,
  breakers: [],
};
const post = (body: object, as: 'viewer' | 'operator' = 'operator') =>
  served.ask('POST', path, { as, body: { ...report, ...body } });
const get = async (of: string) => (await served.ask('GET', of, { as: 'viewer' })).body;
const transition = { dependency: 'search', endpoint: '', from: 'closed', to: 'open', agoMs: 0 };

describe('reports of guards', () => {
  test('each transition of a real guard reaches the ledger, and its circuits are shown as they stand', async () => {
    const guard = createGuard({
      defaults: { retry: null, breaker: { minimumCalls: 1, breakMs: 200, trialsToClose: 1 } },
    });
    const stop = guard.report({
      url: served.url + path,
      headers: { authorization: `Bearer ${served.tokens.operator}` },
      service: 'consumer',
      instance: 'consumer-1',
      soonMs: 50,
      coverage: () => ({ calls: 10, guarded: 8 }),
    });
    try {
      const payments = guard.policy('payments');
      await payments.execute(() => Promise.reject(new Error('it is\n  down'))).catch(() => {});
      const seen = async () => (await get('/api/guard/transitions?service=consumer')).items;
      await vi.waitFor(async () => expect(await seen()).toHaveLength(1), { timeout: 20_000 });
      expect((await seen())[0]).toMatchObject({
        ...{ service: 'consumer', instance: 'consumer-1', dependency: 'payments', endpoint: '' },
        ...{ from: 'closed', to: 'open', breakMs: 200, cause: 'it is down' },
      });
      const open = { instance: 'consumer-1', dependency: 'payments', state: 'open', calls: 1, failures: 1 };
      expect((await get('/api/guard/breakers')).items).toMatchObject([open]);
      await vi.waitFor(() => payments.execute(() => 'fine'), { timeout: 20_000, interval: 50 });
      await vi.waitFor(async () => expect(await seen()).toHaveLength(3), { timeout: 20_000 });
      expect((await seen()).map(({ from, to }: { from: string; to: string }) => `${from} → ${to}`)).toEqual([
        'half-open → closed',
        'open → half-open',
        'closed → open',
      ]);
      expect((await get('/api/guard/breakers')).items).toMatchObject([{ state: 'closed' }]);
      expect((await get('/api/guard/coverage')).live).toEqual([
        { ...{ service: 'consumer', region: 'local' }, instances: 1, calls: 10, guarded: 8 },
      ]);
    } finally {
      stop();
    }
  });

  test('are refused from a viewer, of a service that is not there, and when they are no reports', async () => {
    expect((await post({}, 'viewer')).status).toBe(403);
    expect(await post({ service: 'nobody' })).toMatchObject({ status: 404 });
    expect(await post({ region: 'mars' })).toMatchObject({ status: 404 });
    expect(await post({ transitions: [{ ...transition, to: 'ajar' }] })).toMatchObject({ status: 400 });
    expect(await post({ coverage: { calls: 1, guarded: 2 } })).toMatchObject({ status: 400 });
  });

  test('of a circuit that flaps by the hundred leave its newest transitions, and those of the others', async () => {
    const flapping = Array.from({ length: 300 }, (_, i) => ({ ...transition, agoMs: 300 - i }));
    const other = { ...transition, dependency: 'mail', agoMs: 300 };
    const before = (await get('/api/guard/transitions?limit=1000')).items.length;
    expect((await post({ transitions: [other, ...flapping] })).status).toBe(204);
    const { items } = await get('/api/guard/transitions?limit=1000');
    expect(items.length - before).toBe(21);
    expect(items[0].dependency).toBe('search');
    expect(items[20].dependency).toBe('mail');
  });
});
