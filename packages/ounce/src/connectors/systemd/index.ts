import { OunceError, type ServiceRef, type ServiceStatus, serviceKey } from '@ounce/core';
import type { Clock, Platform } from '../../ports/index.ts';
import { instanceOf, isThere, isWanted, type Unit } from './instance.ts';
import { unitsOf } from './show.ts';
import { systemctlOf } from './systemctl.ts';

export { examineSystemd } from './examine.ts';

export interface SystemdOptions {
  readonly clock: Clock;
  readonly region: string;
  /** The template of each service's units without its suffix: `consumer` runs as `consumer@1.service`, `consumer@2.service`, … */
  readonly services: Readonly<Record<string, { readonly template: string; readonly url?: string }>>;
  /** `systemctl --user`. */
  readonly user?: boolean;
  /** How systemctl is reached; default `['systemctl']`. */
  readonly command?: readonly string[];
}

const stopTimeoutMs = 120_000;

/** Runs services as numbered instances of systemd template units on this machine. */
export function systemdPlatform(options: SystemdOptions): Platform {
  const { clock, region, services, user = false, command = ['systemctl'] } = options;
  const systemctl = systemctlOf(command, user);
  const find = (ref: ServiceRef, signal: AbortSignal) => {
    signal.throwIfAborted();
    const service = ref.region === region ? services[ref.service] : undefined;
    if (!service) throw refused(`${serviceKey(ref)} is not run by systemd in ${region}.`);
    return service;
  };
  /** One that has failed stays in sight of systemd, and would count, until it is forgotten. */
  const stop = async (units: readonly Unit[], signal: AbortSignal, wait: boolean) => {
    if (units.length === 0) return;
    await systemctl(['stop', ...(wait ? [] : ['--no-block']), ...units.map(({ id }) => id)], signal);
    const failed = units.filter(({ active }) => active === 'failed').map(({ id }) => id);
    if (failed.length > 0) await systemctl(['reset-failed', ...failed], signal);
  };
  return {
    async status(ref, signal): Promise<ServiceStatus> {
      const { template, url } = find(ref, signal);
      const units = await unitsOf(systemctl, template, signal);
      return {
        atMs: clock.nowMs(),
        desired: units.filter(isWanted).length,
        instances: units.filter(isThere).map((unit) => instanceOf(unit, url)),
      };
    },
    async scale(ref, replicas, signal) {
      const { template } = find(ref, signal);
      if (!Number.isSafeInteger(replicas) || replicas < 0)
        throw refused(`${serviceKey(ref)} cannot have ${replicas} replicas; it takes a whole number from 0.`);
      const wanted = (await unitsOf(systemctl, template, signal)).filter(isWanted);
      const missing = missingNumbers(wanted, replicas).map((number) => `${template}@${number}.service`);
      if (missing.length > 0) await systemctl(['start', '--no-block', ...missing], signal);
      await stop(spareOf(wanted, replicas), signal, false);
    },
    async restart(ref, instanceId, signal, how) {
      const { template } = find(ref, signal);
      const units = await unitsOf(systemctl, template, signal);
      const unit = units.find((one) => one.id === instanceId && isWanted(one));
      if (!unit) throw refused(`${serviceKey(ref)} has no instance ${instanceId}.`);
      // One that is hung would be waited for until TimeoutStopSec.
      if (how?.unresponsive && unit.active !== 'failed')
        await systemctl(['kill', '--signal=SIGKILL', unit.id], signal);
      await systemctl(['restart', '--no-block', unit.id], signal);
    },
    async close({ stop: isToStop }) {
      if (!isToStop) return;
      const signal = AbortSignal.timeout(stopTimeoutMs);
      for (const { template } of Object.values(services))
        await stop((await unitsOf(systemctl, template, signal)).filter(isThere), signal, true);
    },
  };
}

/** The lowest numbers that are free. */
function missingNumbers(units: readonly Unit[], replicas: number): readonly number[] {
  const taken = new Set(units.map(({ number }) => number));
  const missing: number[] = [];
  for (let number = 1; taken.size + missing.length < replicas; number++)
    if (!taken.has(number)) missing.push(number);
  return missing;
}

/** Those that do no work first, then the highest numbers. */
function spareOf(units: readonly Unit[], replicas: number): readonly Unit[] {
  const works = ({ active }: Unit) => (active === 'active' ? 1 : 0);
  return units
    .toSorted((a, b) => works(a) - works(b) || b.number - a.number)
    .slice(0, Math.max(0, units.length - replicas));
}

function refused(message: string): OunceError {
  return new OunceError('OUNCE_E_PLATFORM', message, {
    mend: 'Correct the order; trying again changes nothing.',
  });
}
