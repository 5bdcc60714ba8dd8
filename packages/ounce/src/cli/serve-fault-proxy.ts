import { systemClock } from '../connectors/clock/index.ts';
import { type FaultProxy, parseRoutes, startFaultProxy } from '../connectors/fault-proxy/index.ts';

interface ServeFaultProxy {
  /** `payments=127.0.0.1:8081>127.0.0.1:8080, …` */
  readonly routes: string;
  readonly host: string;
  readonly port: number;
}

/** Runs a fault proxy as this process until it is told to end; every fault ends with it. */
export async function serveFaultProxy({ routes, host, port }: ServeFaultProxy): Promise<FaultProxy> {
  const proxy = await startFaultProxy({
    clock: systemClock(),
    control: { host, port },
    routes: parseRoutes(routes),
    random: Math.random,
  });
  const end = () => void proxy.close().then(() => process.exit(0));
  process.once('SIGTERM', end).once('SIGINT', end);
  return proxy;
}
