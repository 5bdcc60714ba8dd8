import type { ServiceView, Signal } from '../../../model/signal.ts';
import type { PredictiveScalingFigures } from '../../queue-backlog/predictive-scaling/index.ts';
import { figure, replicas, span } from '../../say.ts';
import type { RequestScalingSettings } from './settings.ts';
import type { ProcessorWork } from './state.ts';

/**
 * A busy replica counts as so many requests a second: as noisy as requests are, a use is read to some five percent, which is
 * about what processors are measured to.
 */
export const workPerReplica = 10;
/** Readings that are remembered, as many as the sizing looks at. */
const mostReadings = 96;
const lookBackMs = 600_000;

export const noWork: ProcessorWork = { timesMs: [], busy: [] };

/** Whether the processor is all there is to go by: requests a second are not read at all, which is other than being late. */
export function isProcessorAlone({ signals }: ServiceView): boolean {
  return signals.arrivalRate === undefined && signals.utilisation !== undefined;
}

/** The work seen so far and the newest reading's: its use times the replicas that were ready then, in busy replicas. */
export function followWork(before: ProcessorWork, view: ServiceView): ProcessorWork {
  const signal = view.signals.utilisation;
  const ready = view.replicas?.ready ?? 0;
  if (signal?.kind !== 'fresh' || ready <= 0) return before;
  const { timesMs, values } = signal.window;
  const atMs = timesMs[timesMs.length - 1]!;
  const use = values[values.length - 1]!;
  const last = before.timesMs.at(-1) ?? Number.NEGATIVE_INFINITY;
  if (!(atMs > last) || !(use >= 0)) return before;
  const kept = before.timesMs.filter((time) => time > atMs - lookBackMs).slice(1 - mostReadings);
  // More than all of a processor cannot be used.
  const now = Math.round(Math.min(1, use) * ready * 10_000) / 10_000;
  return {
    timesMs: [...kept, atMs],
    busy: [...before.busy.slice(before.busy.length - kept.length), now],
  };
}

/** The work as the arrivals of a queue that is always empty, as fresh as the processor's own readings. */
export function workAsQueue(view: ServiceView, { timesMs, busy }: ProcessorWork): ServiceView {
  const { utilisation } = view.signals;
  if (!utilisation || timesMs.length === 0) return { ...view, signals: {} };
  const signal = (values: readonly number[]): Signal => ({ ...utilisation, window: { timesMs, values } });
  const arrivalRate = signal(busy.map((one) => one * workPerReplica));
  return { ...view, signals: { arrivalRate, queueDepth: signal(busy.map(() => 0)) } };
}

/** Why, in words that know of no requests. */
export function whyByProcessor(
  to: number,
  { arrivals, replicas: { desired }, perReplicaRate }: PredictiveScalingFigures,
  settings: RequestScalingSettings,
): string {
  const busy = `By the processor alone: ${replicas(desired)} do the work of ${figure(arrivals.rate / perReplicaRate)}`;
  if (to > desired) return `${busy}; ${to} are needed.`;
  if (to < desired)
    return `${busy}; for ${span(settings.scaleInAfterMs)} ${replicas(to)} would have been enough.`;
  return `${busy}, which is enough.`;
}
