import type { Series } from '../../api/series.ts';
import type { IncidentView, ServiceState, SignalView } from '../../api/types.ts';

export type SignalName = keyof ServiceState['signals'];

/** How much is shown before the start and after the end. */
const aroundMs = 15 * 60_000;

export interface MetricSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export function spanOf({ startedAtMs, resolvedAtMs }: IncidentView, nowMs: number): MetricSpan {
  return { fromMs: startedAtMs - aroundMs, toMs: Math.min(nowMs, (resolvedAtMs ?? nowMs) + aroundMs) };
}

/** Which signal is looked at first for a type; of those that the service has. */
const first: Readonly<Record<string, readonly SignalName[]>> = {
  queue_backlog: ['queueDepth'],
  circuit_breaker_open: ['openBreakers', 'failureRate'],
  latency_spike: ['latencyP99Ms', 'latencyP95Ms', 'latencyP50Ms'],
  error_rate_spike: ['errorRate', 'failureRate'],
};

/** The service's signals, the likeliest to show this incident first. */
export function signalsFor(type: string, signals: ServiceState['signals']): SignalName[] {
  const names = Object.entries(signals as Record<string, SignalView>).map(([name]) => name as SignalName);
  const wanted = (first[type] ?? []).filter((name) => names.includes(name));
  return [...wanted, ...names.filter((name) => !wanted.includes(name))];
}

const shares: readonly SignalName[] = ['errorRate', 'failureRate', 'cacheShare'];

/** Shares are drawn in percent: a scale from 0 to 1 has no whole numbers. */
export function unitOf(signal: SignalName): { factor: number; suffix: string } {
  if (shares.includes(signal)) return { factor: 100, suffix: ' %' };
  return { factor: 1, suffix: signal.endsWith('Ms') ? ' ms' : '' };
}

/** What of a series lies within the span, in the unit that is drawn. */
export function cut({ timesMs, values }: Series, { fromMs, toMs }: MetricSpan, factor: number): Series {
  const within = timesMs.flatMap((atMs, index) => (atMs >= fromMs && atMs <= toMs ? [index] : []));
  return {
    timesMs: within.map((index) => timesMs[index]!),
    values: within.map((index) => {
      const value = values[index];
      return value === null || value === undefined ? null : value * factor;
    }),
  };
}
