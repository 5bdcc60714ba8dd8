import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { down, errorOf, failing, settle } from '../test/helpers.ts';
import { createGuard } from './guard.ts';
import { ManualClock } from './manual-clock.ts';
import { BreakerOpenError, IsolatedError, SettingsError } from './rejection.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guard-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('settings are defaults, then the dependency, then the endpoint, and a push over all of them', () => {
  const guard = createGuard({
    defaults: { budgetMs: 200, retry: { maxAttempts: 5 } },
    dependencies: {
      payments: { budgetMs: 300, endpoints: { refund: { budgetMs: 900 } } },
    },
  });
  expect(guard.policy('other').settings.budgetMs).toBe(200);
  expect(guard.policy('payments').settings.budgetMs).toBe(300);
  expect(guard.policy('payments', 'refund').settings.budgetMs).toBe(900);
  expect(guard.policy('payments', 'refund').settings.retry?.maxAttempts).toBe(5);
  guard.apply({
    defaults: { retry: null },
    dependencies: { payments: { breaker: { breakMs: 77 }, endpoints: { refund: { budgetMs: 111 } } } },
  });
  expect(guard.policy('payments', 'refund').settings).toMatchObject({ budgetMs: 111, retry: null });
  expect(guard.policy('payments', 'refund').breaker.settings.breakMs).toBe(77);
  expect(guard.policy('payments').settings.budgetMs).toBe(300);
});

test('the next push replaces the one before: what it no longer says goes back to the code', () => {
  const guard = createGuard({ defaults: { budgetMs: 200 } });
  guard.apply({ defaults: { budgetMs: 50 } });
  expect(guard.policy('a').settings.budgetMs).toBe(50);
  guard.apply({});
  expect(guard.policy('a').settings.budgetMs).toBe(200);
});

test('a push is taken whole or not at all', () => {
  const guard = createGuard({ defaults: { budgetMs: 200 } });
  guard.policy('a');
  const wrong = { defaults: { budgetMs: 300 }, dependencies: { b: { endpoints: { c: { budgetMs: -1 } } } } };
  expect(() => guard.apply(wrong)).toThrow(
    'dependencies.b.endpoints.c.budgetMs must be from 1 to 2^31-1 ms or null, not -1',
  );
  expect(guard.policy('a').settings.budgetMs).toBe(200);
  expect(() => guard.apply({ dependency: {} } as never)).toThrow(SettingsError);
  expect(() => guard.apply(null as never)).toThrow(SettingsError);
});

test('a pushed isolation holds until a push takes it back, for policies of now and of later', async () => {
  const guard = createGuard();
  const early = guard.policy('payments', 'a');
  guard.apply({ dependencies: { payments: { isolated: 'the vendor asked for quiet' } } });
  for (const policy of [early, guard.policy('payments', 'b')])
    expect(await errorOf(policy.execute(() => 1))).toBeInstanceOf(IsolatedError);
  guard.apply({});
  expect(await early.execute(() => 1)).toBe(1);
});

test('a guard that starts while nobody can push uses the last known good settings', () => {
  const settingsFile = join(folder, 'sub', 'guard.json');
  createGuard({ settingsFile }).apply({ defaults: { budgetMs: 77 } });
  expect(readdirSync(join(folder, 'sub'))).toEqual(['guard.json']);
  expect(createGuard({ settingsFile }).policy('a').settings.budgetMs).toBe(77);
  expect(createGuard({ settingsFile: join(folder, 'none.json') }).policy('a').settings.budgetMs).toBe(100);
});

test('a copy that cannot be used is left aside with a warning, and the service starts', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const settingsFile = join(folder, 'guard.json');
  for (const content of ['{"savedAtMs":1,"sett', '{"settings":{"defaults":{"budgetMs":-5}}}', 'null']) {
    writeFileSync(settingsFile, content);
    expect(createGuard({ settingsFile }).policy('a').settings.budgetMs).toBe(100);
  }
  expect(warn).toHaveBeenCalledTimes(3);
  createGuard({ settingsFile: join(settingsFile, 'not-a-folder') }).apply({ defaults: { budgetMs: 5 } });
  expect(warn).toHaveBeenCalledTimes(5);
  warn.mockRestore();
});

test('a wrong push does not reach the file', () => {
  const settingsFile = join(folder, 'guard.json');
  const guard = createGuard({ settingsFile });
  guard.apply({ defaults: { budgetMs: 77 } });
  expect(() => guard.apply({ defaults: { budgetMs: 0 } })).toThrow(SettingsError);
  expect(JSON.parse(readFileSync(settingsFile, 'utf8')).settings).toEqual({ defaults: { budgetMs: 77 } });
});

test('following a URL takes new settings, keeps the old ones through every error, and asks with the ETag', async () => {
  const clock = new ManualClock();
  const asked: (string | null)[] = [];
  const errors: unknown[] = [];
  const json = (body: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(body), init);
  const answers = [
    () => json({ defaults: { budgetMs: 40 } }, { headers: { etag: '"1"' } }),
    () => new Response(null, { status: 304 }),
    () => Promise.reject(down),
    () => json({ defaults: { budgetMs: -1 } }),
    () => new Response('no', { status: 500 }),
    () => json({ defaults: { budgetMs: 60 } }),
  ];
  const guard = createGuard({ clock });
  const stop = guard.follow({
    url: 'http://127.0.0.1/settings',
    intervalMs: 1_000,
    random: () => 0.5,
    fetch: async (_url, init) => {
      asked.push(new Headers(init?.headers).get('if-none-match'));
      return answers[asked.length - 1]!();
    },
    onError: (error) => errors.push(error),
  });
  const seen: unknown[] = [];
  for (let round = 0; round < 6; round++) {
    await settle();
    await settle();
    seen.push(guard.policy('a').settings.budgetMs);
    clock.advance(1_000);
  }
  await settle();
  stop();
  await settle();
  clock.advance(10_000);
  await settle();
  expect(seen).toEqual([40, 40, 40, 40, 40, 60]);
  expect(asked.slice(0, 6)).toEqual([null, '"1"', '"1"', '"1"', '"1"', '"1"']);
  expect(errors.slice(0, 3)).toEqual([down, expect.any(SettingsError), expect.any(Error)]);
  expect(clock.timers).toBe(0);
});

test('policies are bounded in number: the least recently used goes, but not one whose circuit is open or isolated', async () => {
  const guard = createGuard({ maxPolicies: 3, defaults: { retry: null, breaker: { minimumCalls: 1 } } });
  await errorOf(guard.policy('open').execute(failing));
  guard.policy('isolated').breaker.isolate();
  for (let host = 0; host < 100; host++) guard.policy(`host-${host}`);
  expect(guard.policies().map(({ dependency }) => dependency)).toEqual(['open', 'isolated', 'host-99']);
  expect(await errorOf(guard.policy('open').execute(() => 1))).toBeInstanceOf(BreakerOpenError);
});

test('names that an object has by nature find no settings', () => {
  const guard = createGuard({ dependencies: { payments: { endpoints: {} } } });
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(guard.policy(name).settings.budgetMs).toBe(100);
    expect(guard.policy('payments', name).settings.budgetMs).toBe(100);
  }
});

test('every transition is told with its dependency and endpoint', async () => {
  const clock = new ManualClock();
  const guard = createGuard({ clock, defaults: { retry: null, breaker: { minimumCalls: 1 } } });
  const heard: string[] = [];
  const stop = guard.onTransition(({ dependency, endpoint, from, to }) =>
    heard.push(`${dependency} ${endpoint}: ${from} → ${to}`),
  );
  await errorOf(guard.policy('payments', 'refund').execute(failing));
  clock.advance(10_000);
  await guard.policy('payments', 'refund').execute(() => 1);
  stop();
  guard.policy('payments', 'refund').breaker.isolate();
  expect(heard).toEqual(['payments refund: closed → open', 'payments refund: open → half-open']);
});

test('a wrapped function keeps its parameters, its result and its this', async () => {
  const guard = createGuard();
  class Shop {
    readonly currency = 'EUR';
    price = guard.wrap(
      async function (this: Shop, name: string, pieces: number) {
        return `${pieces} ${name} in ${this.currency}`;
      },
      { dependency: 'prices' },
    );
  }
  expect(await new Shop().price('apple', 3)).toBe('3 apple in EUR');
  const withContext = guard.wrap((...all: unknown[]) => (all.at(-1) as { attempt: number }).attempt, {
    dependency: 'prices',
    passContext: true,
  });
  expect(await withContext('a')).toBe(1);
  expect(guard.policy('prices').counters.outcomes.success).toBe(2);
});

test('a request is served within the budget that its headers carry', async () => {
  const clock = new ManualClock();
  const guard = createGuard({ clock });
  const left = (headers: Record<string, string>) =>
    guard.withDeadline(headers, () => guard.policy('a').execute((context) => context.remainingMs()));
  expect(await left({ 'x-request-budget-ms': '30' })).toBe(30);
  expect(await left({ 'x-request-budget-ms': '9000' })).toBe(100);
  expect(await left({})).toBe(100);
  expect(await guard.withDeadline(20, () => left({ 'x-request-budget-ms': '90' }))).toBe(20);
});
