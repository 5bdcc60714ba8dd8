/** An order that a guard rail of the platform's own, such as a PodDisruptionBudget, holds back. */
export interface HeldByPlatform {
  /** The life of the instance that was to be restarted. */
  readonly startedAtMs: number;
  /** How often in a row. */
  readonly times: number;
  /** Not asked for again before this time. */
  readonly untilMs: number;
  /** The platform's own sentence. */
  readonly says: string;
}

const firstWaitMs = 10_000;
const longestWaitMs = 300_000;

/** After the first refusal 10 s, doubling up to 5 min; a refusal about another life of the instance begins anew. */
export function heldOnceMore(
  before: HeldByPlatform | undefined,
  startedAtMs: number,
  says: string,
  nowMs: number,
): HeldByPlatform {
  const times = before?.startedAtMs === startedAtMs ? before.times + 1 : 1;
  const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (times - 1));
  return { startedAtMs, times, untilMs: nowMs + waitMs, says };
}
