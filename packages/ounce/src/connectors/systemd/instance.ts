import type { Instance, InstanceState } from '@ounce/core';

/** One instance of a template unit, as systemctl tells it. */
export interface Unit {
  readonly id: string;
  readonly number: number;
  readonly active: string;
  readonly sub: string;
  readonly restarts: number;
  readonly startedAtMs: number;
  readonly activeAtMs: number;
  /** A job that systemd has still to do, e.g. `start`. */
  readonly job?: string;
}

const states: Readonly<Record<string, InstanceState>> = {
  active: 'ready',
  reloading: 'ready',
  activating: 'starting',
  deactivating: 'draining',
  failed: 'failed',
  inactive: 'starting',
};

/** Whether it is there at all: an instance that is down and has no job is only remembered by systemd. */
export const isThere = ({ active, job }: Unit): boolean =>
  active !== 'inactive' || (job ?? 'stop') !== 'stop';

/** Whether it is to run: not when it is being stopped. A restart stops it as well, and starts it again. */
export const isWanted = (unit: Unit): boolean =>
  isThere(unit) && (unit.job ? unit.job !== 'stop' : unit.active !== 'deactivating');

/** @param url an address with `{instance}` where the instance's number belongs, e.g. `http://127.0.0.1:91{instance}` */
export function instanceOf(unit: Unit, url?: string): Instance {
  const { id, number, active, sub, restarts, startedAtMs, activeAtMs } = unit;
  // Between two tries of Restart= the unit is activating, but nothing runs.
  const state = sub === 'auto-restart' ? 'failed' : (states[active] ?? 'unready');
  return {
    id,
    state,
    startedAtMs,
    restarts,
    ...(state === 'ready' ? { readyAtMs: Math.max(activeAtMs, startedAtMs) } : {}),
    ...(url ? { url: url.replaceAll('{instance}', String(number).padStart(2, '0')) } : {}),
  };
}
