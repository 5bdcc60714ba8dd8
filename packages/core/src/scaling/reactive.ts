import type { Scaler } from './queue-world.ts';

export interface ReactiveSettings {
  readonly floor: number;
  readonly ceiling: number;
  /** Share of a replica that arrivals are meant to use. */
  readonly targetUse: number;
  /** Waiting work that is allowed for each replica. */
  readonly backlogPerReplica: number;
}

const syncMs = 15_000;
const rateOverMs = 60_000;
const toleratedShare = 0.1;
const scaleDownAfterMs = 300_000;

/**
 * What plain reactive scaling does, as the Kubernetes horizontal pod autoscaler documents it: every 15 s, on the larger of what the last
 * minute's arrivals and the backlog ask for; nothing within 10 % of the target; up by at most the larger of 100 % and 4 a look;
 * down to the highest wish of the last five minutes.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export function reactiveScaler({ floor, ceiling, targetUse, backlogPerReplica }: ReactiveSettings): Scaler {
  let syncedMs = Number.NEGATIVE_INFINITY;
  let wishes: { readonly atMs: number; readonly wish: number }[] = [];
  return ({ nowMs, ordered, perReplica, arrivals, depth }) => {
    if (nowMs - syncedMs < syncMs) return ordered;
    syncedMs = nowMs;
    const wanted = Math.max(
      meanSince(arrivals, nowMs - rateOverMs) / (perReplica * targetUse),
      (depth.values.at(-1) ?? 0) / backlogPerReplica,
    );
    const near = ordered > 0 && Math.abs(wanted / ordered - 1) <= toleratedShare;
    const wish = Math.min(ceiling, Math.max(floor, near ? ordered : Math.ceil(wanted - 1e-9)));
    wishes = [...wishes.filter(({ atMs }) => atMs > nowMs - scaleDownAfterMs), { atMs: nowMs, wish }];
    if (wish > ordered) return Math.min(wish, Math.max(2 * ordered, ordered + 4));
    return Math.min(ordered, Math.max(...wishes.map((one) => one.wish)));
  };
}

function meanSince(
  { timesMs, values }: { timesMs: readonly number[]; values: readonly number[] },
  sinceMs: number,
): number {
  let [sum, count] = [0, 0];
  for (let i = timesMs.length - 1; i >= 0 && (timesMs[i]! > sinceMs || count === 0); i--) {
    sum += values[i]!;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
