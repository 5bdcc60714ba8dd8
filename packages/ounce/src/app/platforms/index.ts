import { join } from 'node:path';
import type { Config } from '../../config/index.ts';
import { type ProcessService, processesPlatform } from '../../connectors/processes/index.ts';
import { systemdPlatform } from '../../connectors/systemd/index.ts';
import type { Clock, Platform } from '../../ports/index.ts';
import { clusterRoutes } from './clusters.ts';
import { type Route, routed } from './route.ts';

export { applyPlans, workloadOf } from './apply.ts';
export { clustersOf } from './clusters.ts';

interface Around {
  readonly folder: string;
  readonly stateFolder: string;
  readonly region: string;
  readonly clock: Clock;
  readonly log: (sentence: string) => void;
}

/** Each service's own platform behind one. When one of them cannot be opened, those that are open already are closed again. */
export async function platformOf(config: Config, around: Around): Promise<Platform> {
  const open: Platform[] = [];
  const opened = (platform: Platform) => void open.push(platform);
  try {
    const machine = await machineRoutes(config, around, opened);
    return routed([...machine, ...(await clusterRoutes(config, around, opened))]);
  } catch (error) {
    await Promise.allSettled(open.toReversed().map((platform) => platform.close({ stop: false })));
    throw error;
  }
}

/** What runs on this machine, which stands for one region. */
async function machineRoutes(
  config: Config,
  { folder, stateFolder, region, clock, log }: Around,
  opened: (platform: Platform) => void,
): Promise<readonly Route[]> {
  const services: Record<string, ProcessService> = {};
  const units: Record<string, { template: string; url?: string }> = {};
  for (const [name, { process, systemd }] of Object.entries(config.services)) {
    if (process) {
      const { port = 'auto', ...rest } = process;
      services[name] = { ...rest, port, cwd: folder };
    }
    if (systemd) units[name] = { template: systemd.template, ...(systemd.url ? { url: systemd.url } : {}) };
  }
  // Also without services: it drains those that have left the config.
  const processes = await processesPlatform({
    ...{ stateFolder: join(stateFolder, 'processes'), region, services, clock, log },
  });
  opened(processes);
  const runs = { platform: processes, runs: ({ service }: { service: string }) => service in services };
  if (Object.keys(units).length === 0) return [runs];
  const systemd = systemdPlatform({ clock, region, services: units, user: config.connectors.systemd.user });
  opened(systemd);
  return [runs, { platform: systemd, runs: ({ service }) => service in units }];
}
