import {
  controlById,
  createRandom,
  defaultGuardRails,
  detectionRule,
  type SignalName,
  settingsOf,
} from '@ounce/core';
import { createMemoryJournal } from '../../packages/ounce/src/connectors/memory-journal/index.ts';
import { Governor, type Service, type ServiceSpec } from '../../packages/ounce/src/governor/index.ts';
import { type Ledger, openLedger } from '../../packages/ounce/src/ledger/index.ts';
import type { Clock, MetricReading, MetricSource, Platform } from '../../packages/ounce/src/ports/index.ts';

export const intervalMs = 10_000;
const startMs = Date.UTC(2026, 0, 5, 9);
/** As many as a ring keeps: the windows that controls look at are full. */
const readingsBefore = 120;

/** Time that only the benchmark moves. */
class HandClock implements Clock {
  ms = startMs;

  nowMs(): number {
    return this.ms;
  }

  monotonicMs(): number {
    return this.ms;
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }
}

export interface BenchWorld {
  readonly clock: HandClock;
  readonly governor: Governor;
  readonly services: readonly Service[];
  readonly source: MetricSource;
  readonly ledger: Ledger;
}

const levels = {
  queueDepth: 4,
  arrivalRate: 12,
  serviceRate: 12,
  errorRate: 0.001,
  latencyP50Ms: 20,
  latencyP95Ms: 60,
  latencyP99Ms: 90,
} as const satisfies Partial<Record<SignalName, number>>;

/** What each service is measured by. */
export const benchSignals = Object.keys(levels) as (keyof typeof levels)[];

/** So many services with seven signals, two detections and predictive scaling each, at a calm but noisy load. */
export async function benchWorld(count: number): Promise<BenchWorld> {
  const clock = new HandClock();
  const ledger = await openLedger({ journal: createMemoryJournal(), readModelPath: ':memory:', clock });
  const specs = Array.from({ length: count }, (_, i) => specOf(`service-${i}`));
  const source = inMemorySource(clock);
  const governor = new Governor({
    clock,
    ledger,
    platform: inMemoryPlatform(clock),
    sources: { memory: source },
    services: specs,
  });
  const services = [...governor.services.values()];
  const noise = noiseOf(1);
  for (let i = readingsBefore; i > 0; i--) {
    const atMs = startMs - i * intervalMs;
    for (const { series } of services) for (const one of series) one.push(atMs, noise(one.name), atMs);
  }
  return { clock, governor, services, source, ledger };
}

function specOf(service: string): ServiceSpec {
  const control = controlById('predictive-scaling')!;
  return {
    service,
    region: 'local',
    metrics: benchSignals.map((signal) => ({ signal, query: signal, source: 'memory', intervalMs })),
    detections: [detectionRule('queue_backlog'), detectionRule('latency_spike')],
    controls: [
      { control, mode: 'enforced', gradualShare: 1, settings: settingsOf(control), rails: defaultGuardRails },
    ],
    onPlatform: true,
  };
}

function noiseOf(seed: number): (signal: string) => number {
  const random = createRandom(seed);
  return (signal) => levels[signal as keyof typeof levels] * (0.8 + 0.4 * random());
}

function inMemorySource(clock: Clock): MetricSource {
  const noise = noiseOf(2);
  return {
    async read(requests) {
      const atMs = clock.nowMs();
      return requests.map(
        ({ id, query }): MetricReading => ({ id, kind: 'value', atMs, value: noise(query) }),
      );
    },
    checkQuery() {},
    async ping() {},
    async close() {},
  };
}

function inMemoryPlatform(clock: Clock): Platform {
  const instance = (id: string) =>
    ({
      id,
      state: 'ready',
      url: `http://127.0.0.1/${id}`,
      startedAtMs: startMs - 60_000,
      readyAtMs: startMs - 55_000,
      restarts: 0,
    }) as const;
  return {
    status: async () => ({ atMs: clock.nowMs(), desired: 2, instances: [instance('a'), instance('b')] }),
    async scale() {},
    async restart() {},
    async close() {},
  };
}
