import type { ServiceHealth } from '../../../model/health.ts';
import type { ServiceHealthSettings } from './settings.ts';

/** What the control remembers between two decisions about a service. Plain JSON. */
export interface ServiceHealthState {
  /** The layout's number: a state with another one is not understood and begins anew. */
  readonly version: 1;
  /** By instance. */
  readonly instances: Readonly<Record<string, InstanceMemory>>;
  /** When restarts that the control wanted have happened, for the crash loop of a service whose instances change their names. */
  readonly restarts: readonly number[];
}

export interface InstanceMemory {
  readonly startedAtMs: number;
  /** When it was seen to have been started again, within the crash loop's window, oldest first. */
  readonly restartedAtMs: readonly number[];
  /** Restarts in a row that this control wanted and that have happened. */
  readonly attempts: number;
  /** Not restarted again before this time. */
  readonly notBeforeMs: number;
  /** Its present life is to be ended. */
  readonly wanted: boolean;
}

export function initialState(): ServiceHealthState {
  return { version: 1, instances: {}, restarts: [] };
}

export function understood(state: ServiceHealthState): ServiceHealthState {
  return state?.version === 1 ? state : initialState();
}

/** Follows the lives of the instances: which were started again since the last look, and whether that was wanted. */
export function followLives(
  before: ServiceHealthState,
  { instances }: ServiceHealth,
  nowMs: number,
  settings: ServiceHealthSettings,
): ServiceHealthState {
  const sinceMs = nowMs - settings.crashLoopWindowMs;
  const restarts = before.restarts.filter((atMs) => atMs > sinceMs);
  const present = new Set(instances.map(({ id }) => id));
  for (const [id, { wanted }] of Object.entries(before.instances))
    if (wanted && !present.has(id)) restarts.push(nowMs);
  const next = instances.map(({ id, startedAtMs, upSinceMs }) => {
    const memory = before.instances[id];
    if (!memory)
      return [id, { startedAtMs, restartedAtMs: [], attempts: 0, notBeforeMs: 0, wanted: false }] as const;
    const restartedAtMs = memory.restartedAtMs.filter((atMs) => atMs > sinceMs);
    if (startedAtMs === memory.startedAtMs) {
      const proven = upSinceMs !== undefined && nowMs - upSinceMs >= settings.provenAfterMs;
      const attempts = proven ? 0 : memory.attempts;
      return [id, { ...memory, restartedAtMs, attempts }] as const;
    }
    const attempts = memory.attempts + Number(memory.wanted);
    if (memory.wanted) restarts.push(nowMs);
    return [
      id,
      {
        startedAtMs,
        restartedAtMs: [...restartedAtMs, nowMs],
        attempts,
        notBeforeMs: memory.wanted ? startedAtMs + backoffMs(attempts, settings) : memory.notBeforeMs,
        wanted: false,
      },
    ] as const;
  });
  return { version: 1, instances: Object.fromEntries(next), restarts };
}

/** After the first restart `firstBackoffMs`, doubling up to `longestBackoffMs`. */
function backoffMs(attempts: number, settings: ServiceHealthSettings): number {
  return Math.min(settings.longestBackoffMs, settings.firstBackoffMs * 2 ** Math.max(0, attempts - 1));
}
