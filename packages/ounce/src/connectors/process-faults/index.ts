import { type Fault, OunceError, type ServiceRef, serviceKey } from '@ounce/core';
import type { Clock, FaultAgent, FaultLease } from '../../ports/index.ts';
import { HungProcess } from './hung-process.ts';
import { type RunningInstance, runningInstances } from './instances.ts';

export interface ProcessFaultsOptions {
  readonly clock: Clock;
  /** The region that this machine stands for; faults for another one are refused. */
  readonly region: string;
  /** Where the `processes` connector keeps its records. */
  readonly stateFolder: string;
}

interface Held {
  readonly target: string;
  readonly hung: HungProcess | undefined;
  /** On the monotonic clock. */
  readonly endsAt: number;
  expiresAt: number;
}

const maxRemembered = 1_000;

/** Kills (`crash`) or stops (`hang`) one instance of a service that runs as local processes. */
export function processFaults({ clock, region, stateFolder }: ProcessFaultsOptions): FaultAgent {
  const held = new Map<string, Held>();
  /** An id names one injection: once it has ended, it stays ended. */
  const ended = new Set<string>();

  function instancesOf(target: ServiceRef): RunningInstance[] {
    if (target.region !== region)
      throw new OunceError('OUNCE_E_FAULT_AGENT', `${serviceKey(target)} is not run by this machine.`);
    return runningInstances(stateFolder, target.service);
  }

  async function end(faultId: string): Promise<void> {
    const one = held.get(faultId);
    held.delete(faultId);
    if (one) ended.add(faultId);
    if (ended.size > maxRemembered) ended.delete(ended.values().next().value as string);
    await one?.hung?.end();
  }

  async function letGoOfExpired(): Promise<void> {
    const now = clock.monotonicMs();
    const over = [...held].filter(([, { expiresAt, endsAt }]) => now >= Math.min(expiresAt, endsAt));
    await Promise.all(over.map(([faultId]) => end(faultId)));
  }

  async function begin(target: ServiceRef, { faultId, fault, leaseMs, endsAtMs }: FaultLease): Promise<void> {
    const victim = pick(instancesOf(target), [...held.values()], target);
    const now = clock.monotonicMs();
    const endsInMs = endsAtMs - clock.nowMs();
    const hung = await inflict(fault, victim, { leaseMs, endsInMs });
    const times = { endsAt: now + endsInMs, expiresAt: clock.monotonicMs() + leaseMs };
    held.set(faultId, { target: serviceKey(target), hung, ...times });
  }

  return {
    async hold(target, lease, signal) {
      signal.throwIfAborted();
      await letGoOfExpired();
      const { faultId, leaseMs } = lease;
      if (ended.has(faultId))
        throw new OunceError(
          'OUNCE_E_FAULT_AGENT',
          `Fault ${faultId} has ended; start another under a new id.`,
        );
      const known = held.get(faultId);
      if (!known) return begin(target, lease);
      known.expiresAt = clock.monotonicMs() + leaseMs;
      known.hung?.renew();
    },
    async release(target, faultId, signal) {
      signal.throwIfAborted();
      instancesOf(target);
      await end(faultId);
    },
    async active(target, signal) {
      signal.throwIfAborted();
      instancesOf(target);
      await letGoOfExpired();
      const key = serviceKey(target);
      return [...held].filter(([, one]) => one.target === key).map(([faultId]) => faultId);
    },
    accounting: async () => undefined,
  };
}

/** One that no other fault has stopped already. */
function pick(
  instances: readonly RunningInstance[],
  held: readonly Held[],
  target: ServiceRef,
): RunningInstance {
  const victim = instances.find(({ pid }) => held.every(({ hung }) => hung?.pid !== pid));
  if (victim) return victim;
  const why = instances.length === 0 ? 'nothing of it runs' : 'all of it is stopped already';
  throw new OunceError('OUNCE_E_FAULT_AGENT', `No instance of ${serviceKey(target)} can be taken: ${why}.`, {
    retry: true,
  });
}

async function inflict(
  { kind }: Fault,
  victim: RunningInstance,
  times: { readonly leaseMs: number; readonly endsInMs: number },
): Promise<HungProcess | undefined> {
  if (kind === 'hang') return HungProcess.begin(victim, times);
  if (kind !== 'crash')
    throw new OunceError('OUNCE_E_FAULT_AGENT', `Processes carry \`crash\` and \`hang\`, not \`${kind}\`.`);
  process.kill(-victim.pid, 'SIGKILL');
  return undefined;
}
