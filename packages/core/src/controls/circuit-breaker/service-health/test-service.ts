import type { InstanceHealth, ProbeResult } from '../../../model/health.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { settingsOf } from '../../registry.ts';
import { serviceHealth } from './index.ts';
import { afterProbe, newInstanceHealth } from './probes.ts';
import type { ServiceHealthSettings } from './settings.ts';

const intervalMs = 1_000;
export const beganMs = 1_800_000_000_000;

export const settings = (changed: Partial<ServiceHealthSettings> = {}) =>
  settingsOf(serviceHealth, changed) as ServiceHealthSettings;

export const up = (atMs: number): ProbeResult => ({ kind: 'up', atMs });
export const down = (atMs: number): ProbeResult => ({
  kind: 'down',
  atMs,
  why: 'no answer within 0.5 s',
  unresponsive: true,
});
export const unknown = (atMs: number): ProbeResult => ({ kind: 'unknown', atMs, why: 'too busy' });

/** An instance that has been probed each second until `nowMs`, by the letters of a row: u(p), d(own), ? (unknown). */
export function probed(id: string, row: string, nowMs: number, startedAtMs = beganMs): InstanceHealth {
  let health = newInstanceHealth({ id, state: 'ready', startedAtMs, restarts: 0 });
  for (const [i, letter] of [...row].entries()) {
    const atMs = nowMs - (row.length - 1 - i) * intervalMs;
    const probe = letter === 'u' ? up(atMs) : letter === 'd' ? down(atMs) : unknown(atMs);
    health = afterProbe(health, probe);
  }
  return health;
}

export function viewOf(instances: readonly InstanceHealth[], nowMs: number): ServiceView {
  return {
    service: 'consumer',
    region: 'local',
    nowMs,
    signals: {},
    replicas: { desired: instances.length, ready: instances.length, starting: 0 },
    health: { intervalMs, timeoutMs: 500, instances, dependencies: [] },
    startupTimesMs: [],
  };
}
