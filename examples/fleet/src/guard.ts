import { join } from 'node:path';
import {
  type CallContext,
  createGuard,
  type DependencySettings,
  type Guard,
  watchUnguardedCalls,
} from '@ounce/guard';
import type { Log } from './log.ts';
import { messageOf } from './log.ts';
import type { SettingsReader } from './settings.ts';
import { fetchOverSocket } from './socket-fetch.ts';

/** What each service reads about its guard. */
export function readGuardSettings(reader: SettingsReader) {
  return {
    on: reader.choice('GUARD', ['on', 'off']) === 'on',
    governorSocket: reader.optional('GOVERNOR_SOCKET'),
    folder: reader.optional('GUARD_FOLDER'),
    followMs: reader.integer('GUARD_FOLLOW_MS', 2_000, { from: 100, to: 60_000 }),
  };
}

export type GuardSettings = ReturnType<typeof readGuardSettings>;

/** What a service calls, and how long it waited for it before it had a guard. */
export interface Dependency extends DependencySettings {
  readonly unguardedTimeoutMs: number;
}

/** The guard of one service: every call to a dependency goes through it. */
export interface ServiceGuard {
  readonly guard: Guard;
  /** `GUARD=off`, or a push that disables the breakers: the service does as it did before, a long timeout and no way out. */
  isOn(): boolean;
  call<Value>(
    dependency: string,
    work: (context: Pick<CallContext, 'signal' | 'budgetHeaders'>) => Promise<Value>,
    options?: { readonly idempotent?: boolean },
  ): Promise<Value>;
  close(): void;
}

const reportEveryMs = 5_000;

/** Told to the governor over its socket: every transition, and how much of what leaves this process is guarded. */
function report(guard: Guard, service: string, instance: string, socket: string): () => void {
  const watch = watchUnguardedCalls();
  const stop = guard.report({
    url: 'http://governor/api/guard/reports',
    fetch: fetchOverSocket(socket),
    service,
    instance,
    intervalMs: reportEveryMs,
    coverage: () => watch.coverage,
  });
  return () => {
    stop();
    watch.stop();
  };
}

/** @param dependencies all that the service calls, by name: their breakers are there, and counted, from the start */
export function createServiceGuard(
  service: string,
  instance: string,
  { on, governorSocket, folder, followMs }: GuardSettings,
  dependencies: Readonly<Record<string, Dependency>>,
  log: Log,
): ServiceGuard {
  const guard = createGuard({
    ...(on ? {} : { defaults: { breaker: { mode: 'disabled' } } }),
    ...(folder ? { settingsFile: join(folder, `${service}.json`) } : {}),
    dependencies: Object.fromEntries(
      Object.entries(dependencies).map(([name, { unguardedTimeoutMs, ...settings }]) => [name, settings]),
    ),
  });
  for (const name of Object.keys(dependencies)) guard.policy(name);
  guard.onTransition(({ dependency, from, to, cause }) =>
    log(
      'breaker',
      { dependency, from, to, cause: cause === undefined ? undefined : messageOf(cause) },
      'warn',
    ),
  );
  const stopReport = governorSocket ? report(guard, service, instance, governorSocket) : () => {};
  const stopFollow = governorSocket
    ? guard.follow({
        url: `http://governor/api/guard/settings/${service}`,
        fetch: fetchOverSocket(governorSocket),
        intervalMs: followMs,
      })
    : () => {};
  const isOn = () => on && guard.settings.defaults?.breaker?.mode !== 'disabled';
  return {
    guard,
    isOn,
    call(dependency, work, options = {}) {
      if (isOn()) return guard.policy(dependency).execute(work, options);
      const signal = AbortSignal.timeout(dependencies[dependency]?.unguardedTimeoutMs ?? 1_000);
      return work({ signal, budgetHeaders: () => ({}) });
    },
    close() {
      stopReport();
      stopFollow();
    },
  };
}
