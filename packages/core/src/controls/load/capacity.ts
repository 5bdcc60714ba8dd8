import type { ReplicaCounts } from '../../model/service.ts';
import type { ServiceView } from '../../model/signal.ts';
import { usable } from './arrivals.ts';

export interface Capacity {
  /** What one replica carries, per second. */
  readonly perReplica: number;
  /** How many readings it rests on, up to a limit; the setting counts as one. */
  readonly weight: number;
  /** Readings up to this time have been learnt from. */
  readonly learntUntilMs: number;
}

export interface SeenReplicas {
  readonly desired: number;
  readonly desiredSinceMs: number;
  /** When more were last asked for than before. */
  readonly raisedAtMs: number;
  readonly ready: number;
  readonly readySinceMs: number;
  /** How many this control asked for last. */
  readonly orderedTo: number;
  /** How many there were before the platform said fewer though nobody had asked for it; null when that is not so. */
  readonly dropped: { readonly from: number; readonly atMs: number } | null;
  /** When the platform last said fewer though nobody had asked for it; absent before the first time. */
  readonly droppedAtMs?: number;
}

/** A full queue has at least so many messages waiting for each ready replica … */
const waitingPerReplica = 2;
/** … and work for this share of the time between two readings, at both ends: a burst may leave it empty in between. */
const waitingShare = 0.2;
/** Readings beyond which the estimate forgets the older ones. */
const mostWeight = 15;
/** Rates that are averaged over a minute lag behind a scale-out that long: until then they teach nothing downwards. */
const settleMs = 60_000;
/** Whoever said fewer replicas than there were may do so again, and too few of them look too strong: not believed for so long. */
const distrustMs = 600_000;
/** However slow the replicas look (a dead dependency looks the same), never believe less than this share of the setting. */
const leastShare = 0.05;

/** What is remembered of the replicas after seeing them once more. */
export function seeReplicas(before: SeenReplicas | null, now: ReplicaCounts, nowMs: number): SeenReplicas {
  const dropped = droppedSince(before, now.desired, nowMs);
  const droppedAtMs = dropped?.atMs ?? before?.droppedAtMs;
  return {
    orderedTo: before?.orderedTo ?? now.desired,
    desired: now.desired,
    desiredSinceMs: before?.desired === now.desired ? before.desiredSinceMs : nowMs,
    raisedAtMs: before && now.desired <= before.desired ? before.raisedAtMs : nowMs,
    ready: now.ready,
    readySinceMs: before?.ready === now.ready ? before.readySinceMs : nowMs,
    dropped,
    ...(droppedAtMs === undefined ? {} : { droppedAtMs }),
  };
}

/** What a platform says is not believed for so long when it suddenly says less, and nothing was ordered. */
const doubtMs = 60_000;

function droppedSince(before: SeenReplicas | null, desired: number, nowMs: number): SeenReplicas['dropped'] {
  if (!before) return null;
  const { dropped } = before;
  if (desired < before.desired && desired !== before.orderedTo)
    return { from: Math.max(before.desired, dropped?.from ?? 0), atMs: nowMs };
  if (!dropped || desired >= dropped.from || Math.abs(nowMs - dropped.atMs) > doubtMs) return null;
  return dropped;
}

/**
 * Learns what one replica carries from the newest reading of the service rate. With a full queue throughout, the rate over
 * the ready replicas is the capacity; otherwise it is only a lower bound, since the replicas may have been idle. A rate of
 * zero teaches nothing: it means that nothing works, not that replicas are slow.
 */
export function learnCapacity(
  capacity: Capacity,
  view: ServiceView,
  replicas: SeenReplicas | null,
  settings: { readonly perReplicaRate: number },
): Capacity {
  const service = usable(view, 'serviceRate', 'fresh');
  if (!service || !replicas || replicas.ready <= 0) return capacity;
  const { timesMs, values } = service.window;
  const atMs = timesMs[timesMs.length - 1]!;
  const served = values[values.length - 1]!;
  if (atMs <= capacity.learntUntilMs || !(served > 0)) return capacity;
  const steadyMs = atMs - replicas.readySinceMs;
  if (steadyMs < service.intervalMs) return capacity;

  const seconds = service.intervalMs / 1000;
  const observed = served / replicas.ready;
  const noise = Math.sqrt(served / seconds) / replicas.ready;
  const learnt = { ...capacity, learntUntilMs: atMs };
  if (observed - 2 * noise > capacity.perReplica)
    return isDistrusted(replicas, atMs) ? learnt : { ...learnt, perReplica: observed - 2 * noise };
  if (!isFull(view, atMs - service.intervalMs, atMs, replicas.ready, served)) return learnt;
  if (observed < capacity.perReplica && steadyMs < settleMs) return learnt;
  const believed = Math.max(observed, capacity.perReplica / 2);
  const perReplica = capacity.perReplica + (believed - capacity.perReplica) / (capacity.weight + 1);
  return {
    ...learnt,
    perReplica: Math.max(perReplica, settings.perReplicaRate * leastShare),
    weight: Math.min(mostWeight, capacity.weight + 1),
  };
}

const isDistrusted = ({ droppedAtMs }: SeenReplicas, nowMs: number): boolean =>
  droppedAtMs !== undefined && Math.abs(nowMs - droppedAtMs) < distrustMs;

/** Whether the queue was full at both ends of a stretch: then every ready replica was busy. */
function isFull(view: ServiceView, fromMs: number, toMs: number, ready: number, served: number): boolean {
  const depth = usable(view, 'queueDepth', 'fresh');
  if (!depth) return false;
  const least = Math.max(waitingPerReplica * ready, (waitingShare * served * (toMs - fromMs)) / 1000);
  const { timesMs, values } = depth.window;
  const slackMs = depth.intervalMs / 2;
  let readings = 0;
  for (let i = timesMs.length - 1; i >= 0 && timesMs[i]! >= fromMs - slackMs; i--) {
    if (timesMs[i]! > toMs + slackMs) continue;
    if (values[i]! < least) return false;
    readings++;
  }
  return readings >= 2;
}

/** Whether so many waiting messages keep all ready replicas busy, whatever they carry. */
export function keepsBusy(depth: number, ready: number): boolean {
  return depth >= Math.max(1, waitingPerReplica * ready);
}

/** Share of the starts that are to be no slower than the estimate. */
const startupQuantile = 0.9;

/** How long until a replica that is ordered now is ready, ms: the upper quantile of what was seen, or the setting. */
export function startupOf(view: ServiceView, settings: { readonly startupMs: number }): number {
  const times = [...view.startupTimesMs].sort((a, b) => a - b);
  return times[Math.ceil(startupQuantile * times.length) - 1] ?? settings.startupMs;
}
