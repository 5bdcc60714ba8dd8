import { flushCompileCache } from 'node:module';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { createServiceGuard, type Dependency, readGuardSettings, type ServiceGuard } from './guard.ts';
import { createLog, type Log, messageOf } from './log.ts';
import { addHttpMetrics, createRegistry } from './metrics.ts';
import { readSettings, SettingsError, type SettingsReader } from './settings.ts';

/** What a service is built with. */
export interface ServiceContext<Settings> {
  readonly app: FastifyInstance;
  readonly registry: Registry;
  readonly log: Log;
  readonly instance: string;
  /** The port that the service listens on; set once `begin` is called. */
  readonly port: () => number;
  readonly settings: Settings;
  readonly guard: ServiceGuard;
  /** Ends the process with code 1, for what can only be mended by a new start. */
  readonly fail: (reason: string) => void;
}

export interface Service {
  /** Waits for what it needs, connects and starts to work. Until it is back, the service's own routes answer 503. */
  begin(signal: AbortSignal): Promise<void>;
  /** What must work for the service to be ready, by name; a check rejects when it doesn't. */
  readonly dependencies: Readonly<Record<string, () => Promise<void>>>;
  /** Finishes the work under way and takes no more; its HTTP side is still up. */
  drain?(): Promise<void>;
  /** Lets go of connections, after the HTTP side is closed. */
  close?(): Promise<void>;
}

export interface ServiceDefinition<Settings> {
  readonly name: string;
  readSettings(reader: SettingsReader): Settings;
  /** What it calls; nothing when absent. */
  dependencies?(settings: Settings): Readonly<Record<string, Dependency>>;
  create(context: ServiceContext<Settings>): Service;
}

type State = 'starting' | 'working' | 'draining';

/** Runs one service of the fleet as this process: probes, metrics, logs, draining. Returns when it listens. */
export async function runService<Settings>(definition: ServiceDefinition<Settings>): Promise<void> {
  // The reader of the log may die before this process does, and then this process must go on.
  process.stdout.on('error', () => {});
  const { name } = definition;
  const instance = process.env.INSTANCE || name;
  const log = createLog(name, instance);
  const { common, settings } = readOrExit(definition, log);
  const app = Fastify({ forceCloseConnections: 'idle' });
  const registry = createRegistry();
  const beginning = new AbortController();
  let state: State = 'starting';
  let port = 0;
  const fail = (reason: string) => {
    log('failed', { reason }, 'error');
    process.exit(1);
  };
  const guard = createServiceGuard(
    name,
    instance,
    common.guard,
    definition.dependencies?.(settings) ?? {},
    log,
  );
  addHttpMetrics(app, registry, guard.guard);
  // Whoever asks may have little time left: what is done for them ends in time as well.
  app.addHook('onRequest', (request, _reply, done) => guard.guard.withDeadline(request.headers, done));
  const service = definition.create({
    app,
    registry,
    log,
    instance,
    settings,
    guard,
    fail,
    port: () => port,
  });
  addProbes(app, service, () => state);

  const stop = async (signal: NodeJS.Signals) => {
    if (state === 'draining') process.exit(1);
    state = 'draining';
    log('draining', { signal });
    beginning.abort(new Error('stopping'));
    setTimeout(() => {
      log('drain_incomplete', { drainMs: common.drainMs }, 'warn');
      process.exit(0);
    }, common.drainMs);
    try {
      await service.drain?.();
      await app.close();
      await service.close?.();
      guard.close();
    } catch (error) {
      log('drain_failed', { reason: messageOf(error) }, 'error');
    }
    log('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  try {
    await app.listen({ host: common.host, port: common.port });
  } catch (error) {
    return fail(messageOf(error));
  }
  port = (app.server.address() as AddressInfo).port;
  // With NODE_COMPILE_CACHE the next start is quicker; a process that is killed would not have written it.
  flushCompileCache();
  log('listening', { port, pid: process.pid });
  try {
    await service.begin(beginning.signal);
  } catch (error) {
    return beginning.signal.aborted ? undefined : fail(messageOf(error));
  }
  if (state !== 'starting') return;
  state = 'working';
  log('working', { afterMs: Math.round(performance.now()) });
}

function readOrExit<Settings>(definition: ServiceDefinition<Settings>, log: Log) {
  try {
    return readSettings(process.env, (reader) => ({
      common: {
        host: reader.text('HOST', '127.0.0.1'),
        port: reader.integer('PORT', 0, { from: 0, to: 65_535 }),
        guard: readGuardSettings(reader),
        drainMs: reader.integer('DRAIN_MS', 10_000, { from: 100, to: 600_000 }),
      },
      settings: definition.readSettings(reader),
    }));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    log('bad_settings', { faults: error.faults }, 'error');
    process.exit(2);
  }
}

function addProbes(app: FastifyInstance, service: Service, stateNow: () => State): void {
  const probes = new Set(['/healthz', '/readyz', '/metrics']);
  app.addHook('onRequest', async (request, reply) => {
    if (stateNow() !== 'starting' || probes.has(request.routeOptions.url ?? '')) return;
    return reply.code(503).send({ error: 'starting', message: 'the service is waiting for what it needs' });
  });
  app.get('/healthz', async () => ({ status: 'live', state: stateNow() }));
  app.get('/readyz', async (_request, reply) => {
    const state = stateNow();
    if (state !== 'working') return reply.code(503).send({ ready: false, state });
    const names = Object.keys(service.dependencies);
    const checked = await Promise.allSettled(Object.values(service.dependencies).map((check) => check()));
    const dependencies = Object.fromEntries(
      checked.map((result, index) => [
        names[index],
        result.status === 'fulfilled' ? 'ready' : messageOf(result.reason),
      ]),
    );
    const ready = checked.every(({ status }) => status === 'fulfilled');
    return reply.code(ready ? 200 : 503).send({ ready, state, dependencies });
  });
}
