import type { ServiceView, SignalName } from '../../../model/signal.ts';
import type { RequestScalingSettings } from './settings.ts';
import type { RequestScalingState } from './state.ts';

/** Below this use, what else runs there tells more of it than the requests do. */
const leastUse = 0.1;
/** Share by which each reading moves what is believed. */
const learnShare = 0.1;

export interface Carries {
  /** Requests a second that one replica carries. */
  readonly perReplica: number;
  readonly from: 'setting' | 'processor' | 'concurrency';
  readonly byProcessor: number | null;
}

/**
 * What one replica carries: by its processor (the service demand law: the use of each replica over the requests it gets),
 * and by how many requests it may work on at once over how long one takes (Little's law). The tighter of the two counts.
 */
export function carriesOf(
  view: ServiceView,
  before: RequestScalingState,
  settings: RequestScalingSettings,
): Carries {
  const rate = newest(view, 'arrivalRate');
  const use = newest(view, 'utilisation');
  const ready = view.replicas?.ready ?? 0;
  let { byProcessor } = before;
  // More than all of the processor cannot be; and a replica at its limit carries no more, whatever comes.
  if (rate !== undefined && rate > 0 && ready > 0 && use !== undefined && use >= leastUse && use <= 1) {
    const seen = rate / (ready * use);
    byProcessor = byProcessor === null ? seen : byProcessor + learnShare * (seen - byProcessor);
  }
  const latencyMs = newest(view, 'latencyP50Ms');
  const byConcurrency =
    settings.concurrencyPerReplica > 0 && latencyMs !== undefined && latencyMs > 0
      ? (1000 * settings.concurrencyPerReplica) / latencyMs
      : Number.POSITIVE_INFINITY;
  const processor = byProcessor ?? settings.perReplicaRate;
  if (byConcurrency < processor) return { perReplica: byConcurrency, from: 'concurrency', byProcessor };
  return { perReplica: processor, from: byProcessor === null ? 'setting' : 'processor', byProcessor };
}

function newest(view: ServiceView, name: SignalName): number | undefined {
  const signal = view.signals[name];
  if (signal?.kind !== 'fresh') return undefined;
  const value = signal.window.values[signal.window.values.length - 1];
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
