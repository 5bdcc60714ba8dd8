import type { LeverShare, ServiceView, Window } from '@ounce/core';
import type { ActionRecord } from '../ledger/index.ts';

/** One look at the target while a surge was on. */
export interface FlowLook {
  readonly atMs: number;
  readonly ready: number;
  /** Replicas are kept for surges. */
  readonly standby: boolean;
  /** Not everybody is let in. */
  readonly limited: boolean;
}

/** What the target was like, look by look, and what arrived. */
export interface Flow {
  readonly looks: readonly FlowLook[];
  readonly arrivals: Window;
  readonly actions: readonly Pick<ActionRecord, 'decision'>[];
  readonly fromMs: number;
  /** What arrived a second before. */
  readonly usualRate: number;
  readonly peakDepth: number;
}

/** The usual use of what the arrivals before the surge needed. */
const usualUse = 0.75;

export function lookAt(view: ServiceView, atMs: number): FlowLook | undefined {
  const ready = view.replicas?.ready;
  if (ready === undefined) return undefined;
  return {
    atMs,
    ready,
    standby: view.standby !== undefined,
    limited: (view.admission?.limit ?? null) !== null,
  };
}

/** The readings after `sinceMs`, those that are known already and those that have come; windows forget, and surges may be long. */
export function sinceOf({ timesMs, values }: Window, sinceMs: number, known?: Window): Window {
  const times = Array.from(known?.timesMs ?? []);
  const all = Array.from(known?.values ?? []);
  for (let i = 0; i < timesMs.length; i++)
    if (timesMs[i]! > (times.at(-1) ?? sinceMs)) {
      times.push(timesMs[i]!);
      all.push(values[i]!);
    }
  return { timesMs: times, values: all };
}

/**
 * What each lever took off the peak: what arrived is let flow into a queue with the replicas that were there before, then with those that scaling brought, then also with
 * those that were kept for surges; what is left of that and did not wait in the queue was held outside. Undefined when too little is known.
 */
export function leverShares(flow: Flow): readonly LeverShare[] | undefined {
  const { looks, actions, usualRate, peakDepth } = flow;
  const perReplica = perReplicaRate(actions);
  const first = looks[0];
  if (!first || perReplica === undefined || flow.arrivals.timesMs.length === 0) return undefined;
  const usual = Math.max(1, Math.ceil(usualRate / (perReplica * usualUse) - 1e-9));
  const base = first.standby ? Math.min(first.ready, usual) : first.ready;
  const peak = (replicasAt: (ready: number) => number) => peakWith(flow, perReplica, replicasAt);
  const none = peak(() => base);
  const scaled = peak((ready) => (ready > first.ready ? ready : base));
  const kept = first.standby ? peak((ready) => ready) : scaled;
  const limited = looks.some((look) => look.limited);
  return [
    { lever: 'none', peakWith: none, tookOff: 0 },
    { lever: 'predictive-scaling', peakWith: scaled, tookOff: Math.max(0, none - scaled) },
    ...(first.standby
      ? [{ lever: 'standby-headroom', peakWith: kept, tookOff: Math.max(0, scaled - kept) }]
      : []),
    ...(limited
      ? [{ lever: 'admission-control', peakWith: peakDepth, tookOff: Math.max(0, kept - peakDepth) }]
      : []),
  ];
}

/** As the last of the deciding controls had learnt it. */
function perReplicaRate(actions: Flow['actions']): number | undefined {
  const rates = actions.flatMap(({ decision }) => {
    const figures = decision.evidence.figures as { readonly perReplicaRate?: unknown } | null | undefined;
    return typeof figures?.perReplicaRate === 'number' ? figures.perReplicaRate : [];
  });
  return rates.at(-1);
}

function peakWith(
  { looks, arrivals, fromMs }: Flow,
  perReplica: number,
  replicasAt: (ready: number) => number,
): number {
  let depth = 0;
  let peak = 0;
  for (let i = 1; i < looks.length; i++) {
    const { atMs, ready } = looks[i]!;
    const seconds = (atMs - looks[i - 1]!.atMs) / 1000;
    const rate = rateAt(arrivals, Math.max(atMs, fromMs));
    depth = Math.max(0, depth + (rate - perReplica * replicasAt(ready)) * seconds);
    peak = Math.max(peak, depth);
  }
  return Math.round(peak);
}

/** A reading of a rate is about the time before it. */
function rateAt({ timesMs, values }: Window, atMs: number): number {
  for (let i = 0; i < timesMs.length; i++) if (timesMs[i]! >= atMs) return values[i]!;
  return values[values.length - 1] ?? 0;
}
