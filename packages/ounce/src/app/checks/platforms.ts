import type { Config } from '../../config/index.ts';
import { systemClock } from '../../connectors/clock/index.ts';
import { examineCluster } from '../../connectors/kubernetes/index.ts';
import { examineSystemd } from '../../connectors/systemd/index.ts';
import { whyNotFree } from '../address.ts';
import { type Finding, faultOf, tried, well, wrong } from '../finding.ts';
import { clustersOf } from '../platforms/index.ts';

const patienceMs = 15_000;

/** Whether each platform that the config names can be reached and lets Ounce do what it has to. `running`: a governor is. */
export async function checkPlatforms(config: Config, running: boolean): Promise<Finding[]> {
  const found = await Promise.all([
    checkClusters(config),
    checkSystemd(config),
    running ? [] : checkPorts(config),
  ]);
  return found.flat();
}

async function checkClusters(config: Config): Promise<Finding[]> {
  let plans: ReturnType<typeof clustersOf>;
  try {
    plans = clustersOf(config);
  } catch (error) {
    return [faultOf('kubernetes', error)];
  }
  const clock = systemClock();
  const { timeoutMs, watch } = config.connectors.kubernetes;
  const findings = await Promise.all(
    plans.map(({ access, services }) => {
      const examined = Object.entries(services).map(([name, service]) => {
        const scales = service.scaleThrough === 'kubernetes';
        return [name, { ...service, scales, ceiling: ceilingOf(config, name) }] as const;
      });
      const options = { access, clock, timeoutMs, watch, services: Object.fromEntries(examined) };
      return examineCluster(options, AbortSignal.timeout(patienceMs));
    }),
  );
  return findings.flat().map(({ what, says, error }) => (error ? faultOf(what, error) : well(what, says)));
}

/** The most replicas that any control of the service may ask for; 0 when none scales it. */
function ceilingOf({ services }: Config, name: string): number {
  const controls = Object.values(services[name]?.controls ?? {});
  return Math.max(0, ...controls.map((control) => Number((control?.guardRails as Rails)?.ceiling ?? 0)));
}
type Rails = { readonly ceiling?: number } | undefined;

async function checkSystemd({ services, connectors }: Config): Promise<Finding[]> {
  const templates = Object.entries(services).flatMap(([name, { systemd }]) =>
    systemd ? [[name, systemd.template] as const] : [],
  );
  if (templates.length === 0) return [];
  const signal = AbortSignal.timeout(patienceMs);
  const { user } = connectors.systemd;
  try {
    const { says, hasTemplate } = await examineSystemd({ user }, signal);
    const found = templates.map(([name, template]) =>
      tried(`services.${name}.systemd`, () => hasTemplate(template)),
    );
    return [well('systemd', says), ...(await Promise.all(found))];
  } catch (error) {
    return [faultOf('systemd', error)];
  }
}

/** Ports on which somebody asks Ounce. */
async function checkPorts({ connectors: { keda, externalMetrics } }: Config): Promise<Finding[]> {
  const named = [
    ['connectors.keda.address', keda?.address],
    ['connectors.externalMetrics.address', externalMetrics?.address],
  ] as const;
  const findings = await Promise.all(
    named.map(async ([what, address]) => {
      if (!address) return [];
      const at = address.lastIndexOf(':');
      const why = await whyNotFree(
        Number(address.slice(at + 1)),
        address.slice(0, at).replace(/^\[|\]$/g, ''),
      );
      return why
        ? [wrong(what, `${address} ${why}`, 'Choose another port, or stop what uses it.')]
        : [well(what, `${address} is free`)];
    }),
  );
  return findings.flat();
}
