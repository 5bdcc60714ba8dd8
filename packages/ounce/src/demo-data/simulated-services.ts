import {
  type AnyControl,
  controlById,
  createRandom,
  defaultGuardRails,
  detectionRule,
  type Mode,
  type SignalName,
  settingsOf,
} from '@ounce/core';
import type { ServiceSpec } from '../governor/index.ts';
import type { Clock, MetricReading, MetricSource } from '../ports/index.ts';
import type { SimulatedFleet } from '../simulator/index.ts';
import { type FaultKind, type PlannedFault, region, serviceOf } from './plan.ts';

const everyMs = 10_000;

/** What is read of each service, while all is well and while something is wrong. */
const signals: Readonly<
  Record<
    Exclude<FaultKind, 'queue_backlog'>,
    { signal: SignalName; usual: number; wrong: number; noise: number }
  >
> = {
  circuit_breaker_open: { signal: 'openBreakers', usual: 0, wrong: 2, noise: 0 },
  latency_spike: { signal: 'latencyP99Ms', usual: 180, wrong: 2_600, noise: 20 },
  error_rate_spike: { signal: 'errorRate', usual: 0.002, wrong: 0.18, noise: 0.001 },
};

/** A service as the governor takes care of it. */
export function specOf(kind: FaultKind, scaling: Mode): ServiceSpec {
  const service = serviceOf[kind];
  const names: readonly SignalName[] =
    kind === 'queue_backlog' ? ['queueDepth', 'arrivalRate', 'serviceRate'] : [signals[kind].signal];
  const metrics = names.map((signal) => ({
    signal,
    query: signal,
    source: 'simulator',
    intervalMs: everyMs,
  }));
  const control = controlById('predictive-scaling') as AnyControl;
  return {
    ...{ service, region, metrics },
    detections: [detectionRule(kind)],
    controls:
      kind === 'queue_backlog'
        ? [
            {
              ...{ control, mode: scaling, gradualShare: 1, settings: settingsOf(control) },
              rails: { ...defaultGuardRails, floor: 2, ceiling: 30 },
            },
          ]
        : [],
    onPlatform: kind === 'queue_backlog',
  };
}

/** Readings of everything but queues: usual ones with a little noise, and wrong ones while the fault lasts. */
export function faultySignal(clock: Clock, fault: PlannedFault): MetricSource {
  const random = createRandom(fault.atMs % 2 ** 31);
  const shape = signals[fault.kind as Exclude<FaultKind, 'queue_backlog'>];
  return {
    async read(requests) {
      const nowMs = clock.nowMs();
      const isWrong = nowMs >= fault.atMs && nowMs < fault.atMs + fault.durationMs;
      const value = (isWrong ? shape.wrong : shape.usual) + shape.noise * (random() - 0.5);
      return requests.map(
        ({ id }): MetricReading => ({ id, kind: 'value', atMs: nowMs, value: Math.max(0, value) }),
      );
    },
    checkQuery() {},
    async ping() {},
    async close() {},
  };
}

/** The arrivals of the fault, on top of the usual ones. */
export function spike(fleet: SimulatedFleet, { atMs, durationMs, factor }: PlannedFault): void {
  fleet.arrivalFactorAt = (nowMs) => (nowMs >= atMs && nowMs < atMs + durationMs ? factor : 1);
}
