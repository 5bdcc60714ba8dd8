import type { IncidentView, ServiceState } from '../api/types.ts';
import { plural } from '../format/numbers.ts';

/** How a service does: its words first, so that no colour has to be understood. */
export interface Health {
  readonly kind: 'healthy' | 'attention' | 'unknown';
  /** Each a short phrase; empty only when healthy. */
  readonly reasons: readonly string[];
}

type SignalName = keyof ServiceState['signals'];

/** Whether the newest reading is fresh and above its threshold. A stale one is not known to be above anything. */
export function isBreached(service: ServiceState, signal: SignalName): boolean {
  const reading = service.signals[signal];
  const threshold = service.thresholds[signal];
  if (!reading || !threshold || reading.value === undefined || reading.stale !== undefined) return false;
  return reading.value > threshold.above;
}

const signalWords: Readonly<Record<SignalName, string>> = {
  queueDepth: 'queue depth',
  arrivalRate: 'arrivals',
  serviceRate: 'handled',
  errorRate: 'error rate',
  latencyP50Ms: 'p50 latency',
  latencyP95Ms: 'p95 latency',
  latencyP99Ms: 'p99 latency',
  failureRate: 'failed attempts',
  openBreakers: 'open breakers',
  cacheShare: 'cache share',
  openSockets: 'open sockets',
  eventLoopLagMs: 'event loop lag',
  utilisation: 'processor in use',
};

function troublesOf(service: ServiceState, incidents: readonly IncidentView[]): string[] {
  const open = incidents.filter((one) => one.service === service.service && one.region === service.region);
  const reasons = open.map((one) =>
    one.drill ? 'drill incident open' : `severity ${one.severity} incident open`,
  );
  for (const signal of Object.keys(service.thresholds) as SignalName[]) {
    if (isBreached(service, signal)) reasons.push(`${signalWords[signal]} above threshold`);
  }
  const { replicas } = service;
  if (replicas?.floor !== undefined && replicas.ready < replicas.floor) {
    reasons.push(`${plural(replicas.ready, 'replica')} ready, floor ${replicas.floor}`);
  }
  for (const { title, last } of service.controls) {
    if (last?.outcome.kind === 'failed') reasons.push(`${title} failed to act`);
  }
  return reasons;
}

function unknownsOf(service: ServiceState): string[] {
  const signals = Object.values(service.signals);
  const isWatched =
    signals.length > 0 || service.replicas !== undefined || service.platformError !== undefined;
  if (!isWatched) return ['nothing is read of it'];
  const stale = signals.filter(({ value, stale }) => value !== undefined && stale !== undefined).length;
  const unread = signals.filter(({ value }) => value === undefined).length;
  return [
    ...(service.platformError === undefined ? [] : ['replicas unknown']),
    ...(stale === 0
      ? []
      : [stale === signals.length ? 'all readings stale' : `${plural(stale, 'reading')} stale`]),
    ...(unread === 0
      ? []
      : [unread === signals.length ? 'no reading yet' : `${plural(unread, 'reading')} not there yet`]),
  ];
}

/** Trouble that is seen comes before what is not known; a service is healthy only when nothing is missing. */
export function healthOf(service: ServiceState, incidents: readonly IncidentView[]): Health {
  const troubles = troublesOf(service, incidents);
  const unknowns = unknownsOf(service);
  if (troubles.length > 0) return { kind: 'attention', reasons: [...troubles, ...unknowns] };
  if (unknowns.length > 0) return { kind: 'unknown', reasons: unknowns };
  return { kind: 'healthy', reasons: [] };
}
