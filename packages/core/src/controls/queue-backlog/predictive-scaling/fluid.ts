/** A queue as a fluid: what comes in, minus what the replicas carry away, never below empty. */
export interface FluidQueue {
  readonly depth: number;
  /** Arrivals per second at a time from now, ms. */
  readonly arrivals: (aheadMs: number) => number;
  /** What is carried away per second at a time from now, ms. */
  readonly capacity: (aheadMs: number) => number;
}

/** Depth after each step of `stepMs`, up to `untilMs` from now; the first entry is the depth now. */
export function flow(
  { depth, arrivals, capacity }: FluidQueue,
  stepMs: number,
  untilMs: number,
): Float64Array {
  const steps = Math.ceil(untilMs / stepMs);
  const depths = new Float64Array(steps + 1);
  depths[0] = depth;
  for (let i = 0; i < steps; i++) {
    const middle = (i + 0.5) * stepMs;
    const change = ((arrivals(middle) - capacity(middle)) * stepMs) / 1000;
    depths[i + 1] = Math.max(0, depths[i]! + change);
  }
  return depths;
}
