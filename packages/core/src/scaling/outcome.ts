/** What became of a stretch of time under one way of scaling. */
export interface ScalingOutcome {
  /** With more waiting than the threshold. */
  readonly minutesOver: number;
  readonly peakDepth: number;
  readonly replicaHours: number;
  /** Times that more was asked for. */
  readonly scaleOuts: number;
}

export interface Moment {
  readonly atMs: number;
  readonly depth: number;
  readonly ordered: number;
}

/** A stretch without a moment for longer than this is not counted: nobody knows. */
const longestGapMs = 120_000;

export function scalingOutcome(moments: readonly Moment[], threshold: number): ScalingOutcome {
  let [overMs, peakDepth, replicaMs, scaleOuts] = [0, 0, 0, 0];
  moments.forEach(({ atMs, depth, ordered }, i) => {
    const before = moments[i - 1];
    peakDepth = Math.max(peakDepth, depth);
    if (!before) return;
    const ms = atMs - before.atMs;
    if (ordered > before.ordered) scaleOuts++;
    if (ms > longestGapMs) return;
    if (depth > threshold) overMs += ms;
    replicaMs += before.ordered * ms;
  });
  return { minutesOver: overMs / 60_000, peakDepth, replicaHours: replicaMs / 3_600_000, scaleOuts };
}

/** Replica-hours beyond what the load asked for, and short of it. */
export interface ProvisioningCost {
  readonly over: number;
  readonly under: number;
}

export interface ProvisionedMoment {
  readonly atMs: number;
  /** Work a second that came in. */
  readonly arrivals: number;
  readonly ordered: number;
}

/** A load of one moment is noise; that of five minutes has to be carried. */
const smoothedOverMs = 300_000;

/**
 * What too many and too few replicas cost against as many as carry the load at `targetUse`: the highest mean of five minutes within
 * `startupMs` ahead, because a replica must be ordered before it is needed.
 */
export function provisioningCost(
  moments: readonly ProvisionedMoment[],
  {
    perReplica,
    targetUse,
    startupMs,
    floor,
  }: { perReplica: number; targetUse: number; startupMs: number; floor: number },
): ProvisioningCost {
  const loads = smoothed(moments);
  let [over, under] = [0, 0];
  let end = 0;
  const highest: number[] = [];
  for (let i = 0; i + 1 < moments.length; i++) {
    const { atMs, ordered } = moments[i]!;
    const ms = moments[i + 1]!.atMs - atMs;
    while (end < moments.length && moments[end]!.atMs <= atMs + startupMs) {
      while (highest.length > 0 && loads[highest.at(-1)!]! <= loads[end]!) highest.pop();
      highest.push(end++);
    }
    while (highest[0]! < i) highest.shift();
    if (ms > longestGapMs) continue;
    const needed = Math.max(floor, Math.ceil(loads[highest[0]!]! / (perReplica * targetUse) - 1e-9));
    over += (Math.max(0, ordered - needed) * ms) / 3_600_000;
    under += (Math.max(0, needed - ordered) * ms) / 3_600_000;
  }
  return { over, under };
}

function smoothed(moments: readonly ProvisionedMoment[]): Float64Array {
  const loads = new Float64Array(moments.length);
  let [sum, from] = [0, 0];
  for (let i = 0; i < moments.length; i++) {
    sum += moments[i]!.arrivals;
    while (moments[from]!.atMs <= moments[i]!.atMs - smoothedOverMs) sum -= moments[from++]!.arrivals;
    loads[i] = sum / (i - from + 1);
  }
  return loads;
}
