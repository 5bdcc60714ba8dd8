import type { ServiceView, Signal, SignalName } from '../../model/signal.ts';

export interface Series {
  readonly depth?: readonly number[];
  readonly arrivals?: readonly number[];
  readonly service?: readonly number[];
  readonly ready?: number;
  readonly desired?: number;
  readonly startupTimesMs?: readonly number[];
  readonly nowMs?: number;
  readonly stale?: readonly SignalName[];
}

const everyMs = 10_000;

/** A view whose newest reading of each signal was taken at `nowMs`, the others every ten seconds before. */
export function viewWith(series: Series): ServiceView {
  const { nowMs = 3_600_000, ready = 2, desired = ready, startupTimesMs = [], stale = [] } = series;
  const signals: Partial<Record<SignalName, Signal>> = {};
  const add = (name: SignalName, values: readonly number[] | undefined) => {
    if (!values) return;
    const timesMs = values.map((_, i) => nowMs - (values.length - 1 - i) * everyMs);
    const window = { timesMs, values };
    signals[name] = stale.includes(name)
      ? { kind: 'stale', window, intervalMs: everyMs, why: '40 s old' }
      : { kind: 'fresh', window, intervalMs: everyMs };
  };
  add('queueDepth', series.depth);
  add('arrivalRate', series.arrivals);
  add('serviceRate', series.service);
  const replicas = { desired, ready, starting: Math.max(0, desired - ready) };
  return { service: 'consumer', region: 'local', nowMs, signals, replicas, startupTimesMs };
}

export const repeat = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
