/** The reference fleet as real processes under the real governor, one surge, and what was to be seen of it: for benchmarks that measure reality. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startApp } from '../packages/ounce/src/app/app.ts';
import { loadConfig } from '../packages/ounce/src/config/index.ts';
import { openHistory } from '../packages/ounce/src/history/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const traffic = 'http://127.0.0.1:7105';
const gateway = 'http://127.0.0.1:7104';
export const consumer = 'pubsub-consumer';
const region = 'local';
const sampleMs = 500;
/** After the start, so that windows hold steady readings and a standby is there. */
const steadyMs = 40_000;
const seriesKept = ['queueDepth', 'arrivalRate', 'serviceRate'] as const;

export type Lever = 'predictive-scaling' | 'standby-headroom' | 'admission-control';

export interface Surge {
  readonly levers: readonly Lever[];
  readonly variant: 'spike' | 'ramp';
  /** Arrivals are multiplied by this instead of the scenario's own factor. */
  readonly factor?: number;
  readonly durationMs: number;
  /** How long to look on after the surge, at least. */
  readonly afterMs: number;
  /** Readings of an earlier run, put a day back: what the fleet has been through. */
  readonly past?: Past;
  readonly intervalMs?: number;
}

interface Readings {
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

export type Past = Readonly<Record<string, Readings>>;

/** Times are ms from the beginning of the surge. */
export interface Sample {
  readonly atMs: number;
  readonly depth: number;
  readonly desired: number;
  readonly ready: number;
  /** Accepted since the gateway's start, and claimed by a consumer now. */
  readonly accepted: number;
  readonly active: number;
}

interface PriorityCounts {
  readonly sent: number;
  readonly accepted: number;
  readonly delayed: number;
  readonly throttled: number;
  readonly delaySeconds: number;
  readonly longestDelaySeconds: number;
}

export interface Measured {
  readonly beganAtMs: number;
  readonly samples: readonly Sample[];
  readonly byPriority: Readonly<Record<'high' | 'normal' | 'low', PriorityCounts>>;
  readonly errors: number;
  /** By the verdict; undefined when it was not counted. */
  readonly messages: { readonly accepted: number; readonly handledDistinct: number } | undefined;
  readonly past: Past;
  readonly startupTimesMs: readonly number[];
  readonly verdict: string;
}

/** Starts the fleet anew, waits until it is steady, lets the surge come, looks on, and stops everything. */
export async function measureSurge(surge: Surge, progress: (line: string) => void): Promise<Measured> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'ounce-surge-'));
  if (surge.past) remember(stateFolder, surge.past);
  const loaded = await loadConfig({ cwd: root });
  const config = configured(structuredClone(loaded.config) as Changeable, surge, stateFolder);
  const app = await startApp({ loaded: { ...loaded, config: config as never }, log: () => {} });
  const ask = asker(app.url, app.newToken ?? '');
  try {
    await untilReady(ask);
    progress('  the fleet is up; steady');
    await sleep(steadyMs);
    return await watch(surge, ask, stateFolder);
  } finally {
    await app.stop({ fleet: true });
    rmSync(stateFolder, { recursive: true, force: true });
  }
}

interface Changeable {
  stateFolder: string;
  api: { port: number };
  intervals: { queueDepthMs: number };
  services: Record<
    string,
    { process?: { env: Record<string, string> }; controls: Record<string, { mode: string } | undefined> }
  >;
}

function configured(config: Changeable, { levers, intervalMs }: Surge, stateFolder: string): Changeable {
  config.stateFolder = stateFolder;
  config.api.port = 0;
  if (intervalMs) config.intervals.queueDepthMs = intervalMs;
  for (const { process } of Object.values(config.services))
    if (process?.env.GOVERNOR_SOCKET) {
      process.env.GOVERNOR_SOCKET = join(stateFolder, 'governor.sock');
      process.env.GUARD_FOLDER = join(stateFolder, 'guard');
    }
  for (const [id, control] of Object.entries(config.services[consumer]!.controls))
    if (control) control.mode = levers.includes(id as Lever) ? 'enforced' : 'dry-run';
  return config;
}

function remember(stateFolder: string, past: Past): void {
  mkdirSync(stateFolder, { recursive: true });
  const history = openHistory(join(stateFolder, 'readings.sqlite'));
  for (const [series, { timesMs, values }] of Object.entries(past))
    for (const [i, atMs] of timesMs.entries())
      history.record({ service: consumer, region, series }, atMs - 86_400_000, values[i]!);
  history.flush();
  history.close();
}

type Ask = <T>(method: 'GET' | 'POST', path: string, body?: unknown) => Promise<T>;

function asker(url: string, token: string): Ask {
  return async (method, path, body) => {
    const answer = await fetch(path.startsWith('http') ? path : url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5_000),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as never;
  };
}

async function untilReady(ask: Ask): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const ready = await ask<{ ready: boolean }>('GET', `${traffic}/readyz`).catch(() => undefined);
    if (ready?.ready) return;
    await sleep(500);
  }
  throw new Error('the reference fleet was not ready within a minute (are its ports 7101 to 7113 free?)');
}

interface State {
  readonly services: readonly {
    readonly service: string;
    readonly replicas?: { readonly desired: number; readonly ready: number };
  }[];
}

interface Experiment {
  readonly id: string;
  readonly phase: string;
  readonly verdict?: {
    readonly kind: string;
    readonly why: string;
    readonly messages?: { readonly accepted: number; readonly handledDistinct: number };
  };
}

type Accounting = Pick<Measured, 'byPriority'> & { readonly failed: number };

async function watch(surge: Surge, ask: Ask, stateFolder: string): Promise<Measured> {
  const { variant, factor, durationMs, afterMs, levers } = surge;
  const before = await ask<Accounting>('GET', `${traffic}/accounting`);
  const started = await ask<Experiment>('POST', '/api/experiments', {
    ...{ scenario: 'queue_backlog', variant, durationMs, detach: true },
    ...(factor === undefined ? {} : { factor }),
    controls: levers.length === 0 ? 'off' : 'on',
  });
  let beganAtMs = 0;
  let found: Experiment = started;
  const samples: Sample[] = [];
  while (beganAtMs === 0 || Date.now() < beganAtMs + durationMs + afterMs || found.phase !== 'finished') {
    const nextMs = Date.now() + sampleMs;
    if (beganAtMs === 0) beganAtMs = await beginning(ask);
    const sample = await look(ask);
    samples.push({ ...sample, atMs: Date.now() });
    found = await ask<Experiment>('GET', `/api/experiments/${started.id}`);
    if (found.phase === 'finished' && beganAtMs === 0) throw new Error(`no surge: ${found.verdict?.why}`);
    if (beganAtMs > 0 && Date.now() > beganAtMs + durationMs + 300_000) break;
    await sleep(Math.max(0, nextMs - Date.now()));
  }
  const after = await ask<Accounting>('GET', `${traffic}/accounting`);
  return {
    beganAtMs,
    samples: samples.map((sample) => ({ ...sample, atMs: sample.atMs - beganAtMs })),
    byPriority: difference(before.byPriority, after.byPriority),
    errors: after.failed,
    messages: found.verdict?.messages,
    past: await readingsOf(ask),
    startupTimesMs: startupsIn(stateFolder),
    verdict: `${found.verdict?.kind}: ${found.verdict?.why}`,
  };
}

/** When the fault began, by whoever carries it; 0 before. */
async function beginning(ask: Ask): Promise<number> {
  const { faults } = await ask<{ faults: { startedAtMs: number }[] }>('GET', `${traffic}/faults`);
  return faults[0]?.startedAtMs ?? 0;
}

async function look(ask: Ask): Promise<Omit<Sample, 'atMs'>> {
  const [queue, state] = await Promise.all([
    ask<{ accepted: number; queue: { waiting: number; active: number } }>('GET', `${gateway}/accounting`),
    ask<State>('GET', '/api/state'),
  ]);
  const replicas = state.services.find(({ service }) => service === consumer)?.replicas;
  const {
    accepted,
    queue: { waiting: depth, active },
  } = queue;
  return { depth, active, accepted, desired: replicas?.desired ?? 0, ready: replicas?.ready ?? 0 };
}

function difference(before: Accounting['byPriority'], after: Accounting['byPriority']) {
  const of = (priority: 'high' | 'normal' | 'low'): PriorityCounts => {
    const [b, a] = [before[priority], after[priority]];
    return {
      sent: a.sent - b.sent,
      accepted: a.accepted - b.accepted,
      delayed: a.delayed - b.delayed,
      throttled: a.throttled - b.throttled,
      delaySeconds: a.delaySeconds - b.delaySeconds,
      longestDelaySeconds: a.longestDelaySeconds,
    };
  };
  return { high: of('high'), normal: of('normal'), low: of('low') };
}

async function readingsOf(ask: Ask): Promise<Past> {
  const all = seriesKept.map(async (signal) => {
    const query = `service=${consumer}&region=${region}&signal=${signal}`;
    const { timesMs, values } = await ask<Readings>('GET', `/api/series?${query}`);
    return [signal, { timesMs, values }] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

function startupsIn(stateFolder: string): readonly number[] {
  const history = openHistory(join(stateFolder, 'readings.sqlite'));
  const span = { sinceMs: 0, untilMs: Date.now() + 60_000 };
  const { values } = history.readings({ service: consumer, region, series: 'startupMs' }, span);
  history.close();
  return Array.from(values);
}

/** The deepest the queue was from the beginning on. */
export const peakOf = (samples: readonly Sample[]): number =>
  Math.max(0, ...samples.filter(({ atMs }) => atMs >= 0).map(({ depth }) => depth));

/** From the beginning to the first moment at which the queue was normal and stayed so for half a minute, in seconds. */
export function recoveryOf(samples: readonly Sample[], normalBelow = 100): number | undefined {
  let sinceMs: number | undefined;
  let left = false;
  for (const { atMs, depth } of samples.filter((sample) => sample.atMs >= 0)) {
    if (depth >= normalBelow) {
      left = true;
      sinceMs = undefined;
    } else if (left) {
      sinceMs ??= atMs;
      if (atMs - sinceMs >= 30_000) return sinceMs / 1000;
    }
  }
  if (!left) return 0;
  return undefined;
}

/** Replica-hours that were asked for between two times. */
export function replicaHours(samples: readonly Sample[], fromMs: number, toMs: number): number {
  let hours = 0;
  for (let i = 1; i < samples.length; i++) {
    const { atMs, desired } = samples[i]!;
    if (atMs > fromMs && atMs <= toMs) hours += (desired * (atMs - samples[i - 1]!.atMs)) / 3_600_000;
  }
  return hours;
}
