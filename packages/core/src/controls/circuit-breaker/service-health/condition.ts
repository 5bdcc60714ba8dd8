import type { InstanceHealth, ServiceHealth } from '../../../model/health.ts';
import type { ServiceHealthSettings } from './settings.ts';

/**
 * How an instance is taken to be: `suspect` fails, but not often enough yet; `away` is being drained, started or replaced
 * by its platform; `unknown` has no probe that is new enough to say anything.
 */
export type Condition = 'up' | 'suspect' | 'failing' | 'away' | 'unknown';

/** A probe older than this many intervals says nothing about now: one may be lost, two in a row may not. */
const freshForIntervals = 2.5;

export function conditionOf(
  instance: InstanceHealth,
  { intervalMs, timeoutMs }: Pick<ServiceHealth, 'intervalMs' | 'timeoutMs'>,
  nowMs: number,
  settings: ServiceHealthSettings,
): Condition {
  const { state, last, failuresInRow, startedAtMs, upSinceMs } = instance;
  if (state === 'draining' || state === 'failed') return 'away';
  const ageMs = last ? nowMs - last.atMs : Number.POSITIVE_INFINITY;
  const isFresh = ageMs <= freshForIntervals * intervalMs + timeoutMs && ageMs >= -intervalMs;
  if (last?.kind === 'up' && isFresh && upSinceMs !== undefined) return 'up';
  const young = nowMs - startedAtMs < settings.startupGraceMs;
  if (state === 'starting' && young) return 'away';
  if (!isFresh || last?.kind !== 'down') return 'unknown';
  return failuresInRow >= settings.failuresBeforeRestart ? 'failing' : 'suspect';
}
