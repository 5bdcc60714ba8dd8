import type { Clock } from '../../ports/index.ts';
import { controlServer } from './control.ts';
import { Leases } from './leases.ts';
import { type Address, Route } from './route.ts';

export { parseRoutes } from './parse-routes.ts';

export interface FaultProxyOptions {
  readonly clock: Clock;
  /** Where faults are asked for; never an address that the internet reaches. */
  readonly control: Address;
  readonly routes: readonly FaultProxyRoute[];
  /** Uniform in [0, 1): which connections suffer, jitter, flipped bytes. */
  readonly random: () => number;
}

export interface FaultProxyRoute {
  readonly name: string;
  /** Where clients connect to; port 0 takes a free one. */
  readonly listen: Address;
  /** The service behind it. */
  readonly to: Address;
}

export interface FaultProxy {
  /** Base address for `connectors.faults.urls`, by route. */
  readonly faultUrls: Readonly<Record<string, string>>;
  /** Where each route listens. */
  readonly addresses: Readonly<Record<string, Address>>;
  close(): Promise<void>;
}

/**
 * Stands in front of TCP services, passes everything on, and makes it slow, broken or absent while a fault is held. Each
 * fault has a lease here, in this process: when nobody renews it, it ends, whoever has died.
 */
export async function startFaultProxy({
  clock,
  control,
  routes,
  random,
}: FaultProxyOptions): Promise<FaultProxy> {
  const open = routes.map((options) => {
    const route = new Route({ ...options, clock, random });
    const leases = new Leases(clock, (faults) => void route.apply(faults));
    return { route, leases };
  });
  const server = controlServer(
    open.map(({ route, leases }) => ({
      name: route.name,
      leases,
      get connections() {
        return route.connections;
      },
    })),
  );
  const close = async () => {
    for (const { leases } of open) leases.close();
    await Promise.all(open.map(({ route }) => route.close()));
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  try {
    await Promise.all(open.map(({ route }) => route.open()));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(control.port, control.host, resolve);
    });
  } catch (error) {
    await close();
    throw error;
  }
  const { port } = server.address() as { port: number };
  const base = `http://${control.host}:${port}/routes`;
  return {
    faultUrls: Object.fromEntries(routes.map(({ name }) => [name, `${base}/${encodeURIComponent(name)}`])),
    addresses: Object.fromEntries(open.map(({ route }) => [route.name, route.address])),
    close,
  };
}
