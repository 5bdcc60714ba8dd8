import { type Clock, systemClock } from '../clock.ts';
import { type CheckResult, HealthCheck, type HealthCheckOptions } from './check.ts';
import { type HealthPaths, type HttpHandler, handlerOf } from './http-handler.ts';
import { readMemory } from './memory.ts';

export interface HealthOptions {
  /** What the service cannot work without, by name. */
  readonly checks?: Readonly<Record<string, HealthCheckOptions>>;
  /** Whether `startup` waits for `started()`. Default false: it is up as soon as its checks are. */
  readonly waitForStarted?: boolean;
  readonly clock?: Clock;
}

export interface HealthAnswer {
  readonly status: 'up' | 'down' | 'starting' | 'draining';
  readonly checks: Readonly<Record<string, CheckResult>>;
  /** Bytes; the limit is the container's, where there is one. */
  readonly memory: { readonly rssBytes: number; readonly limitBytes?: number };
}

export interface Health {
  /** Whether the process itself is well. Dependencies do not count: restarting this process would not mend them. */
  live(): Promise<HealthAnswer>;
  /** Whether it should be sent work: all checks are well, it has started, and it is not draining. */
  ready(): Promise<HealthAnswer>;
  /** Whether it has started; stays so. */
  startup(): Promise<HealthAnswer>;
  /** Says that starting is over, where `waitForStarted` is set. */
  started(): void;
  /** From now on it is not ready: call it on SIGTERM, then finish what is under way. */
  drain(): void;
  /** For `http.createServer` and as Express middleware; answers `/livez`, `/readyz` and `/startupz`, others go to `next`. */
  handler(paths?: HealthPaths): HttpHandler;
  /** For Fastify: `app.register(health.fastify())`. */
  fastify(paths?: HealthPaths): (app: FastifyLike) => Promise<void>;
}

/** The two methods of Fastify that are used. */
export interface FastifyLike {
  get(path: string, handler: (request: unknown, reply: FastifyReplyLike) => Promise<unknown>): unknown;
}

export interface FastifyReplyLike {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
}

/**
 * Health endpoints in three questions, after the Kubernetes probes of the same names. Answers are 200 or 503 with a JSON
 * body that names each check; each check has its own deadline, and its result is shared by all who ask.
 *
 * @throws RangeError for a deadline that is no time
 */
export function createHealth({
  checks = {},
  waitForStarted = false,
  clock = systemClock,
}: HealthOptions = {}): Health {
  const all = Object.entries(checks).map(
    ([name, options]) => [name, new HealthCheck(options, clock)] as const,
  );
  const state = { started: !waitForStarted, startedOnce: false, draining: false };
  const answer = async (status: HealthAnswer['status'], which: typeof all): Promise<HealthAnswer> => {
    const results = await Promise.all(
      which.map(async ([name, check]) => [name, await check.result()] as const),
    );
    const isWell = results.every(([, { ok }]) => ok);
    return {
      status: status === 'up' && !isWell ? 'down' : status,
      checks: Object.fromEntries(results),
      memory: readMemory(),
    };
  };
  const health: Health = {
    live: () => answer('up', []),
    async startup() {
      if (!state.started) return answer('starting', []);
      if (state.startedOnce) return answer('up', []);
      const found = await answer(
        'up',
        all.filter(([, { decides }]) => decides === 'startup'),
      );
      state.startedOnce = found.status === 'up';
      return found.status === 'down' ? { ...found, status: 'starting' } : found;
    },
    async ready() {
      if (state.draining) return answer('draining', []);
      if (!state.started) return answer('starting', []);
      return answer('up', all);
    },
    started() {
      state.started = true;
    },
    drain() {
      state.draining = true;
    },
    handler: (paths) => handlerOf(health, paths),
    fastify: (paths) => fastifyOf(health, paths),
  };
  return health;
}

function fastifyOf(
  health: Health,
  { live = '/livez', ready = '/readyz', startup = '/startupz' }: HealthPaths = {},
) {
  return async (app: FastifyLike) => {
    for (const [path, ask] of [
      [live, health.live],
      [ready, health.ready],
      [startup, health.startup],
    ] as const)
      app.get(path, async (_request, reply) => {
        const found = await ask();
        reply.code(found.status === 'up' ? 200 : 503);
        reply.header('cache-control', 'no-store');
        return found;
      });
  };
}
