import { OunceError, type ServiceRef, serviceKey } from '@ounce/core';
import type { Platform } from '../../ports/index.ts';
import { FreePorts } from './free-port.ts';
import type { Surroundings } from './instance.ts';
import { type ProcessesOptions, resolveService } from './options.ts';
import { ReplicaSet } from './replica-set.ts';
import { StateFolder } from './state-folder.ts';

export type { ProcessesOptions, ProcessService } from './options.ts';

/**
 * Runs services as processes of this machine. Resolves when living instances of an earlier governor are taken over and
 * the missing ones are being started; only one governor may use a state folder at a time.
 *
 * @throws OunceError OUNCE_E_PLATFORM when the state folder cannot be used
 */
export async function processesPlatform(options: ProcessesOptions): Promise<Platform> {
  const { stateFolder, region, clock, log = () => {} } = options;
  const services = Object.entries(options.services).map(([name, service]) => resolveService(name, service));
  const folder = new StateFolder(stateFolder);
  const ports = new FreePorts(new Set(services.flatMap(({ port }) => (port === 'auto' ? [] : port))));
  const letGo = new AbortController();
  const around: Surroundings = { folder, clock, log, letGo: letGo.signal, freePort: () => ports.take() };
  const records = folder.records();

  const sets = new Map(
    services.map((service) => {
      const desired = folder.desired(service.name) ?? service.replicas;
      return [service.name, new ReplicaSet(service, around, desired)];
    }),
  );
  // Of services that the config no longer has: nobody else would ever stop them.
  const unwanted = new Set(
    [...records.values()].map(({ service }) => service).filter((name) => !sets.has(name)),
  );
  const leaving = [...unwanted].map(
    (name) => new ReplicaSet(resolveService(name, { command: [] }), around, 0),
  );
  for (const name of unwanted) log(`${name} is no longer in the config; what runs of it is drained.`);
  await Promise.all([...sets.values(), ...leaving].map((set) => set.open(records)));

  function find(ref: ServiceRef, signal: AbortSignal): ReplicaSet {
    signal.throwIfAborted();
    if (letGo.signal.aborted) throw refused('The platform is closed.');
    const set = ref.region === region ? sets.get(ref.service) : undefined;
    if (!set) throw refused(`${serviceKey(ref)} is not run as processes of ${region}.`);
    return set;
  }

  return {
    status: async (ref, signal) => find(ref, signal).status(),
    async scale(ref, replicas, signal) {
      const set = find(ref, signal);
      if (!Number.isSafeInteger(replicas) || replicas < 0) {
        throw refused(`${serviceKey(ref)} cannot have ${replicas} replicas; it takes a whole number from 0.`);
      }
      set.scale(replicas);
    },
    async restart(ref, instanceId, signal, how) {
      if (!find(ref, signal).restart(instanceId, how?.unresponsive ?? false)) {
        throw refused(`${serviceKey(ref)} has no instance ${instanceId}.`);
      }
    },
    async close({ stop }) {
      if (stop) await Promise.all([...sets.values(), ...leaving].map((set) => set.stop()));
      letGo.abort(new Error('the platform is closed'));
    },
  };
}

function refused(message: string): OunceError {
  return new OunceError('OUNCE_E_PLATFORM', message, {
    mend: 'Correct the order; trying again changes nothing.',
  });
}
