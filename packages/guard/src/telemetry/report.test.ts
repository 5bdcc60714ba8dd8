import { expect, test } from 'vitest';
import { down, errorOf, failing, settle } from '../../test/helpers.ts';
import { createGuard } from '../guard.ts';
import { ManualClock } from '../manual-clock.ts';
import { SettingsError } from '../rejection.ts';
import type { Report } from './reported.ts';

function make(answers: (() => Response | Promise<Response>)[] = []) {
  const clock = new ManualClock();
  const reports: Report[] = [];
  const errors: unknown[] = [];
  const guard = createGuard({
    clock,
    random: () => 0.5,
    defaults: { retry: null, breaker: { minimumCalls: 1, breakMs: 5_000, trialsToClose: 1 } },
  });
  const stop = guard.report({
    url: 'http://127.0.0.1/api/guard/reports',
    service: 'shop',
    instance: 'shop-1',
    coverage: () => ({ calls: 10, guarded: 9 }),
    fetch: async (_url, init) => {
      reports.push(JSON.parse(String(init?.body)) as Report);
      return answers.shift()?.() ?? new Response(null, { status: 204 });
    },
    onError: (error) => errors.push(error),
  });
  const pass = async (ms: number) => {
    clock.advance(ms);
    for (let turn = 0; turn < 5; turn++) await settle();
  };
  return { guard, reports, errors, stop, pass, clock };
}

test('a transition is told a moment after it happened, with its age, its cause, and how all circuits stand', async () => {
  const { guard, reports, pass, stop } = make();
  await pass(250);
  expect(reports).toMatchObject([{ service: 'shop', instance: 'shop-1', transitions: [], breakers: [] }]);
  await guard.policy('search').execute(() => 1);
  await errorOf(guard.policy('payments', 'GET /x').execute(failing));
  await pass(249);
  expect(reports).toHaveLength(1);
  await pass(1);
  expect(reports[1]).toEqual({
    service: 'shop',
    instance: 'shop-1',
    lost: 0,
    transitions: [
      {
        dependency: 'payments',
        endpoint: 'GET /x',
        from: 'closed',
        to: 'open',
        agoMs: 250,
        breakMs: 5_000,
        cause: down.message,
      },
    ],
    breakers: [
      { dependency: 'search', endpoint: '', state: 'closed', calls: 1, failures: 0, rejected: 0 },
      { dependency: 'payments', endpoint: 'GET /x', state: 'open', calls: 1, failures: 1, rejected: 0 },
    ],
    coverage: { calls: 10, guarded: 9 },
  });
  await pass(10_000);
  expect(reports[2]?.transitions).toEqual([]);
  stop();
});

test('what nobody takes is kept in bounds and sent again, and the oldest that had to go are counted', async () => {
  const refused = () => new Response('no', { status: 503 });
  const { guard, reports, errors, pass, stop } = make([refused, () => Promise.reject(down)]);
  const { breaker } = guard.policy('payments');
  for (let i = 0; i < 300; i++) {
    breaker.isolate();
    breaker.release();
  }
  await pass(250);
  expect(reports[0]?.transitions).toHaveLength(500);
  expect(reports[0]?.lost).toBe(100);
  breaker.isolate();
  await pass(10_000);
  await pass(10_000);
  expect(errors).toEqual([expect.any(Error), down]);
  expect(reports[2]).toMatchObject({ lost: 101 });
  expect(reports[2]?.transitions).toHaveLength(500);
  expect(reports[2]?.transitions.at(-1)).toMatchObject({ from: 'closed', to: 'isolated' });
  await pass(10_000);
  expect(reports[3]).toMatchObject({ lost: 0, transitions: [] });
  stop();
});

test('once stopped it sends nothing and leaves no timer', async () => {
  const { guard, reports, pass, stop, clock } = make();
  await pass(250);
  stop();
  await errorOf(guard.policy('payments').execute(failing));
  await pass(60_000);
  expect(reports).toHaveLength(1);
  expect(clock.timers).toBe(0);
});

test('an interval that is no duration is refused by its path', () => {
  const options = { url: 'http://127.0.0.1', service: 'shop', instance: 'shop-1', intervalMs: 2 ** 31 };
  expect(() => createGuard().report(options)).toThrow(SettingsError);
});
