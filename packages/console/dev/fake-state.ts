import type { LiveState, ServiceState, SignalView } from '../src/api/types.ts';
import type { FakeFleet } from './fake-fleet.ts';
import { ceiling, floor } from './queue-model.ts';
import { seeded } from './random.ts';
import { consumer } from './scaler.ts';

const reading = (value: number, atMs: number): SignalView => ({ value, atMs, intervalMs: 1_000 });
const stale = (value: number, atMs: number, why: string): SignalView => ({
  value,
  atMs,
  intervalMs: 1_000,
  stale: why,
});

function consumerState({ model, scaler }: FakeFleet): ServiceState {
  const { atMs, depth, arrivalRate, serviceRate, desired, ready } = model.now;
  return {
    ...consumer,
    replicas: { desired, ready, starting: desired - ready, floor, ceiling },
    signals: {
      queueDepth: reading(depth, atMs),
      arrivalRate: reading(arrivalRate, atMs),
      serviceRate: reading(serviceRate, atMs),
      errorRate: reading(depth > 500 ? 0.0012 : 0, atMs),
      latencyP95Ms: reading(38 + depth * 0.9, atMs),
    },
    thresholds: {
      queueDepth: { above: 500, normalBelow: 100 },
      errorRate: { above: 0.01, normalBelow: 0.005 },
    },
    controls: [
      {
        control: 'predictive-scaling',
        title: 'Predictive scaling',
        mode: 'enforced',
        ...(scaler.last ? { last: scaler.last } : {}),
      },
    ],
    chaos: 'allowed',
  };
}

function plain(service: string, region: string, replicas: number, atMs: number, load: number): ServiceState {
  return {
    service,
    region,
    replicas: { desired: replicas, ready: replicas, starting: 0 },
    signals: {
      arrivalRate: reading(load, atMs),
      errorRate: reading(load > 30 ? 0.0004 : 0, atMs),
      latencyP95Ms: reading(12 + load / 3, atMs),
    },
    thresholds: { errorRate: { above: 0.01, normalBelow: 0.005 } },
    controls: [],
    chaos: 'refused',
  };
}

/** The neighbours of the consumer; with `stale`, one whose readings stopped 42 s ago and whose platform is silent. */
function neighbours(fleet: FakeFleet, withStale: boolean): ServiceState[] {
  const { atMs, arrivalRate } = fleet.model.now;
  const gateway: ServiceState = { ...plain('gateway', 'eu-central', 2, atMs, arrivalRate), chaos: 'allowed' };
  const handler = plain('action-handler', 'eu-central', 3, atMs, fleet.model.now.serviceRate);
  const database = plain('database-connector', 'eu-central', 1, atMs, arrivalRate * 0.7);
  if (!withStale) return [gateway, handler, database];
  const { replicas: _, ...silent } = database;
  const why = 'scrape of 127.0.0.1:9104 timed out after 800 ms';
  const old = atMs - 42_000;
  return [
    gateway,
    handler,
    {
      ...silent,
      platformError: 'The platform has not answered for 40 s.',
      signals: {
        arrivalRate: stale(14.2, old, why),
        errorRate: stale(0, old, why),
        latencyP95Ms: stale(19, old, why),
      },
    },
  ];
}

/** As many services as asked for, so that lists can be seen at their longest. */
function crowd(count: number, atMs: number): ServiceState[] {
  const random = seeded(7);
  const regions = ['eu-central', 'us-east', 'us-west', 'ap-south'];
  const names = [
    'checkout',
    'catalogue',
    'search',
    'mail-sender',
    'invoice',
    'image-resizer',
    'session',
    'stock',
  ];
  return Array.from({ length: count }, (_, index) => {
    const name = `${names[index % names.length]}-${Math.floor(index / 32) + 1}`;
    const region = regions[Math.floor(index / 8) % 4] ?? 'eu-central';
    const load = 5 + random() * 90 + 4 * Math.sin(atMs / 9_000 + index);
    const state = plain(name, region, 2 + Math.floor(random() * 9), atMs, load);
    if (index % 61 === 3) {
      return { ...state, signals: { ...state.signals, errorRate: reading(0.034, atMs) } };
    }
    if (index % 83 === 5) {
      return { ...state, signals: { ...state.signals, latencyP95Ms: stale(48, atMs - 95_000, 'no series') } };
    }
    return state;
  });
}

export interface Scene {
  /** How many services; 4 is the reference fleet, more are invented. */
  readonly services: number;
  readonly stale: boolean;
}

export function liveState(fleet: FakeFleet, scene: Scene, startedAtMs: number): LiveState {
  const { atMs } = fleet.model.now;
  const known = scene.services === 0 ? [] : [...neighbours(fleet, scene.stale), consumerState(fleet)];
  const experiment = fleet.drills[0]?.view;
  const recent = experiment && (!experiment.verdict || atMs - experiment.startedAtMs < 180_000);
  return {
    atMs,
    fleet: 'reference-fleet',
    simulated: false,
    version: '0.1.0',
    startedAtMs,
    freeze: fleet.freeze,
    services: [...known, ...crowd(Math.max(0, scene.services - known.length), atMs)],
    openIncidents: fleet.incidents.filter(({ resolvedAtMs }) => resolvedAtMs === undefined),
    ...(recent ? { experiment } : {}),
    troubles: scene.stale
      ? ['The metric source “scrape” has not answered for database-connector since 42 s.']
      : [],
  };
}
