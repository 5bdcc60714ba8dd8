import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role, Scenario, ServiceRef } from '@ounce/core';
import type { ApiContext } from '../../../src/api/context.ts';
import { createApi } from '../../../src/api/server.ts';
import { createToken } from '../../../src/api/tokens.ts';
import { effectSettings } from '../../../src/app/effect-settings.ts';
import { serviceSpecs } from '../../../src/app/services.ts';
import { askCapacity } from '../../../src/capacity/index.ts';
import { capacitySettings } from '../../../src/config/capacity-settings.ts';
import { checkConfig, type UserConfig } from '../../../src/config/index.ts';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { createMemoryJournal } from '../../../src/connectors/memory-journal/index.ts';
import { Experiments, worldOf } from '../../../src/experiments/index.ts';
import { Governor } from '../../../src/governor/index.ts';
import { openHistory } from '../../../src/history/index.ts';
import { openLedger } from '../../../src/ledger/index.ts';
import type { Clock, Journal, MetricSource, Platform } from '../../../src/ports/index.ts';
import { Effectiveness } from '../../../src/prevention/effectiveness/index.ts';
import { loadRunbooks } from '../../../src/prevention/runbooks/index.ts';
import { FakeAgent, scenario } from '../experiments/fake-world.ts';

const usual: UserConfig = {
  fleet: { name: 'shop' },
  services: {
    consumer: {
      process: { command: ['node'] },
      metrics: { queueDepth: { query: 'depth', intervalMs: 1_000 } },
      detect: { queue_backlog: { above: 200 } },
      controls: { 'predictive-scaling': { mode: 'dry-run' } },
      guard: { dependencies: { payments: { budgetMs: 250 } } },
      chaos: 'allowed',
    },
    traffic: { chaos: 'allowed' },
    gateway: {},
  },
  api: { port: 0 },
};

export const startPage = '<!doctype html><title>console</title>';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked at by the tests
  readonly body: any;
}

export interface Served {
  readonly context: ApiContext;
  readonly agent: FakeAgent;
  readonly url: string;
  readonly socket: string;
  readonly tokens: Readonly<Record<Role, string>>;
  /** One request over TCP; `as` names whose token is sent. */
  ask(method: string, path: string, options?: { as?: Role | undefined; body?: unknown }): Promise<Answer>;
  /** Over the local socket, without a token. */
  askLocally(path: string): Promise<{ status: number; body: string }>;
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly clock?: Clock;
  /** What is different about its one scenario. */
  readonly drill?: Partial<Scenario>;
  /** Measured effects decide over what is verified, as they do in the real governor. */
  readonly judged?: boolean;
}

/** The real API over a governor whose fleet is made up, on a free port and a socket of its own. */
export async function serve(
  more: Partial<UserConfig> = {},
  journal: Journal = createMemoryJournal(),
  { clock = systemClock(), drill = {}, judged = false }: ServeOptions = {},
): Promise<Served> {
  const config = checkConfig({ ...usual, ...more }, 'the test');
  const folder = await mkdtemp(join(tmpdir(), 'ounce-api-'));
  await writeFile(join(folder, 'index.html'), startPage);
  await writeFile(join(folder, 'mark.svg'), '<svg/>');
  const ledger = await openLedger({ journal, readModelPath: ':memory:', clock });
  const agent = new FakeAgent(clock);
  const source: MetricSource = {
    read: async (requests) =>
      requests.map(({ id }) => ({
        id,
        kind: 'value',
        atMs: clock.nowMs(),
        value: agent.held.size ? 300 : 7,
      })),
    checkQuery() {},
    ping: async () => {},
    close: async () => {},
  };
  const governor = new Governor({
    ...{ clock, ledger, platform: platformOn(clock) },
    sources: { scrape: source },
    services: serviceSpecs(config),
  });
  governor.start();
  const experiments = new Experiments({
    ...{ clock, ledger, agent },
    world: worldOf(governor, ledger),
    scenarios: [{ ...scenario, steadyForMs: 0, settleMs: 0, ...drill }],
    region: 'local',
    chaosAllowed: (service) => config.services[service]?.chaos === 'allowed',
  });
  const history = openHistory(':memory:');
  const settingsOf = (of: ServiceRef) => capacitySettings(config, of);
  const capacity = askCapacity({ clock, history, ledger, settingsOf });
  const effectiveness = new Effectiveness({ ledger, clock, settings: effectSettings(config) });
  const context: ApiContext = {
    ...{
      config,
      clock,
      ledger,
      governor,
      experiments,
      capacity,
      history,
      runbooks: await loadRunbooks(),
      version: '1.2.3',
    },
    effectiveness,
    ...(judged ? { effects: effectiveness } : {}),
    startedAtMs: clock.nowMs(),
    consoleFolder: folder,
  };
  const made = (role: Role) => createToken(ledger, clock, { role, label: 'test', actor: 'local' });
  const [viewer, operator, admin] = await Promise.all((['viewer', 'operator', 'admin'] as const).map(made));
  const tokens = { viewer: viewer!.token, operator: operator!.token, admin: admin!.token };
  const api = await createApi(context);
  const socket = join(folder, 'governor.sock');
  const url = await api.listen(socket);
  return {
    ...{ context, agent, url, socket, tokens },
    ask: (method, path, { as, body } = {}) => ask(url + path, method, as && tokens[as], body),
    askLocally: (path) => askLocally(socket, path),
    async close() {
      await experiments.stop();
      await governor.stop();
      await api.close();
      await ledger.close();
      await rm(folder, { recursive: true });
    },
  };
}

const platformOn = (clock: Clock): Platform => ({
  status: async (_, signal) => {
    signal.throwIfAborted();
    const startedAtMs = clock.nowMs() - 60_000;
    const instance = { id: 'c1', state: 'ready', startedAtMs, readyAtMs: startedAtMs, restarts: 0 } as const;
    return { atMs: clock.nowMs(), desired: 1, instances: [instance] };
  },
  scale: async () => {},
  restart: async () => {},
  close: async () => {},
});

async function ask(url: string, method: string, token?: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

function askLocally(socketPath: string, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    httpRequest({ socketPath, path, headers: { connection: 'close' } }, async (response) => {
      let body = '';
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode ?? 0, body });
    })
      .on('error', reject)
      .end();
  });
}
