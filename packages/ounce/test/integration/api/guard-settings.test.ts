import { createGuard } from '@ounce/guard';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Served, serve } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const path = '/api/guard/settings/consumer';
const own = { dependencies: { payments: { budgetMs: 250 } } };
const pushed = { dependencies: { payments: { isolated: 'the vendor asked for quiet' } } };
const put = (settings: unknown, as: 'viewer' | 'operator' = 'operator') =>
  served.ask('PUT', path, { as, body: { settings, reason: 'a test' } });

describe('guard settings of a service', () => {
  test('are those of the config until something is pushed, and again when it is taken back', async () => {
    expect((await served.ask('GET', path, { as: 'viewer' })).body).toEqual(own);
    expect((await put(pushed)).body).toEqual(pushed);
    expect((await served.ask('GET', path, { as: 'viewer' })).body).toEqual(pushed);
    await served.ask('DELETE', path, { as: 'operator' });
    expect((await served.ask('GET', path, { as: 'viewer' })).body).toEqual(own);
  });

  test('are refused when a guard would not take them, by path', async () => {
    const answer = await put({ dependencies: { payments: { breaker: { breakMs: -5 } } } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'OUNCE_E_BAD_REQUEST' } });
    expect(answer.body.message).toContain('dependencies.payments.breaker.breakMs must be from 1');
    expect((await put(pushed, 'viewer')).status).toBe(403);
    expect((await served.ask('GET', '/api/guard/settings/nobody', { as: 'viewer' })).status).toBe(404);
  });

  test('reach a guard that follows, which hears that nothing has changed by a 304', async () => {
    const statuses: number[] = [];
    const guard = createGuard();
    const stop = guard.follow({
      url: served.url + path,
      headers: { authorization: `Bearer ${served.tokens.viewer}` },
      intervalMs: 100,
      fetch: async (input, init) => {
        const answer = await fetch(input, init);
        statuses.push(answer.status);
        return answer;
      },
    });
    try {
      await vi.waitFor(() => expect(statuses).toContain(304), { timeout: 20_000 });
      expect(guard.settings.dependencies?.payments?.budgetMs).toBe(250);
      await put(pushed);
      await vi.waitFor(() => expect(guard.policy('payments').breaker.state).toBe('isolated'), {
        timeout: 20_000,
      });
    } finally {
      stop();
    }
  });

  test('hold what is let in at their gates now, over what is set otherwise, and as long as its control may act', async () => {
    const limits = await serve({
      services: {
        consumer: {
          process: { command: ['node'] },
          metrics: { queueDepth: { query: 'depth' } },
          admission: { service: 'gateway', gate: 'messages' },
          controls: { 'admission-control': { mode: 'enforced' } },
          chaos: 'allowed',
        },
        gateway: { guard: { admission: { messages: { maxQueue: 7 } } } },
        traffic: { chaos: 'allowed' },
      },
    });
    try {
      const at = '/api/guard/settings/gateway';
      const limit = { ratePerSecond: 9.5, burst: 50, leaseMs: 20_000 };
      const answers = (messages: object) =>
        vi.waitFor(
          async () =>
            expect((await limits.ask('GET', at, { as: 'viewer' })).body).toEqual({
              admission: { messages: { maxQueue: 7, ...messages } },
            }),
          { timeout: 20_000 },
        );
      await answers(limit);
      const mode = { control: 'admission-control', service: 'consumer', region: 'local' };
      const change = { ...mode, from: 'enforced' as const, to: 'dry-run' as const, reason: 'a test' };
      const event = { atMs: 0, actor: 'local', subject: 'consumer@local', data: change };
      await limits.context.ledger.append([{ ...event, kind: 'control.mode_changed' }]);
      await answers({});
    } finally {
      await limits.close();
    }
  });
});
