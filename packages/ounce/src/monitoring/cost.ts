import type { ReadTally } from './read-meter.ts';

interface ServiceCost {
  readonly service: string;
  readonly region: string;
  readonly requestsPerSecond: number;
  /** Of all the requests that its instances answer; absent where arrivals are not measured. */
  readonly requestShare?: number;
  readonly bytesPerSecond: number;
}

interface MonitoringCost {
  readonly forSeconds: number;
  readonly requestsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Share of one core that reading the answers takes on the governor's thread. */
  readonly parseShare: number;
  /** Share of one core that the whole governor takes, for whatever it does. */
  readonly governorShare: number;
  readonly services: readonly ServiceCost[];
}

export interface CostQuestion {
  readonly tallies: readonly ReadTally[];
  readonly seconds: number;
  /** CPU seconds of the governor's process in that time. */
  readonly cpuSeconds: number;
  readonly services: readonly {
    readonly service: string;
    readonly region: string;
    readonly targets: readonly string[];
    readonly arrivalsPerSecond?: number;
  }[];
}

/** What monitoring has cost since the start: its share of processor and requests. */
export function monitoringCost({ tallies, seconds, cpuSeconds, services }: CostQuestion): MonitoringCost {
  const sum = (some: readonly ReadTally[], of: (tally: ReadTally) => number) =>
    some.reduce((total, tally) => total + of(tally), 0) / seconds;
  return {
    forSeconds: seconds,
    requestsPerSecond: sum(tallies, ({ requests }) => requests),
    bytesPerSecond: sum(tallies, ({ bytes }) => bytes),
    parseShare: sum(tallies, ({ parseMs }) => parseMs) / 1000,
    governorShare: cpuSeconds / seconds,
    services: services.flatMap(({ service, region, targets, arrivalsPerSecond }) => {
      const own = tallies.filter(({ target }) => targets.includes(target));
      if (own.length === 0) return [];
      const requestsPerSecond = sum(own, ({ requests }) => requests);
      const all = requestsPerSecond + (arrivalsPerSecond ?? Number.NaN);
      return {
        ...{ service, region, requestsPerSecond, bytesPerSecond: sum(own, ({ bytes }) => bytes) },
        ...(Number.isFinite(all) ? { requestShare: requestsPerSecond / all } : {}),
      };
    }),
  };
}
