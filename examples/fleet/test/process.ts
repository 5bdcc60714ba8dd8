import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

interface LogLine {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** One service of the fleet as a child process of the test. */
export interface ServiceProcess {
  readonly instance: string;
  readonly url: string;
  readonly pid: number;
  readonly logs: readonly LogLine[];
  /** @returns the exit code; null when a signal ended it */
  exited(): Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
  get<T>(path: string): Promise<T>;
  /** Value of the first sample whose line starts with `series`; undefined when there is none. */
  metric(series: string): Promise<number | undefined>;
}

export interface StartOptions {
  readonly entry: string;
  readonly instance?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const sourceFolder = join(import.meta.dirname, '../src');

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts an entry file as the supervisor does: it picks the port, and the environment says the rest. */
export async function startService(options: StartOptions): Promise<ServiceProcess> {
  const { entry, instance = entry, env = {} } = options;
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, [join(sourceFolder, `${entry}.ts`)], {
    env: { ...cleanEnvironment(), PORT: String(port), INSTANCE: instance, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const logs: LogLine[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => logs.push(JSON.parse(line) as LogLine));
  const ended = endOf(child);
  return {
    instance,
    url,
    pid: child.pid as number,
    logs,
    exited: () => ended,
    kill(signal) {
      child.kill(signal);
      return ended;
    },
    async get<T>(path: string) {
      const response = await fetch(`${url}${path}`);
      if (!response.ok) throw new Error(`${instance}${path} answered ${response.status}`);
      return (await response.json()) as T;
    },
    async metric(series) {
      const text = await (await fetch(`${url}/metrics`)).text();
      const line = text.split('\n').find((candidate) => candidate.startsWith(series));
      return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
    },
  };
}

/** A test decides about the database itself, whatever the shell says. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, DATA_DIR: _folder, ...rest } = process.env;
  return rest;
}

async function endOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** Polls until `check` gives something other than undefined or false; a failing check counts as "not yet". */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | undefined | false>,
  timeoutMs = 30_000,
): Promise<T> {
  const until = performance.now() + timeoutMs;
  let last: unknown = 'it never held';
  while (performance.now() < until) {
    try {
      const value = await check();
      if (value !== undefined && value !== false) return value;
    } catch (error) {
      last = error;
    }
    await delay(50);
  }
  throw new Error(`${what}: not within ${timeoutMs} ms`, { cause: last });
}

/** Eight processes that start at once on two busy cores. */
const readyWithinMs = 90_000;

export async function ready(service: ServiceProcess): Promise<ServiceProcess> {
  await eventually(
    `${service.instance} ready`,
    async () => (await fetch(`${service.url}/readyz`)).status === 200,
    readyWithinMs,
  );
  return service;
}
