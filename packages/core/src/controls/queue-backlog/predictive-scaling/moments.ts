/** A moment that was noted, and what has come since, until replicas that were ordered then are ready. */
export type Moment<Noted> = Noted & {
  readonly dueMs: number;
  readonly sum: number;
  readonly looks: number;
};

/** A moment is noted so often. */
export const everyMs = 15_000;

/**
 * The moments after a look at which `rate` stood: those that are not over yet, with a new one where it is time for one, and
 * those that are over, with the mean of what came. A moment whose end was slept through tells nothing.
 */
export function followMoments<Noted extends object>(
  before: readonly Moment<Noted>[],
  nowMs: number,
  rate: number,
  leadMs: number,
  noted: Noted | undefined,
): { readonly pending: readonly Moment<Noted>[]; readonly over: readonly (Noted & { mean: number })[] } {
  const pending: Moment<Noted>[] = [];
  const over: (Noted & { mean: number })[] = [];
  for (const one of before) {
    const seen = { ...one, sum: one.sum + rate, looks: one.looks + 1 };
    if (one.dueMs > nowMs + leadMs) continue;
    if (one.dueMs > nowMs) pending.push(seen);
    else if (nowMs - one.dueMs < everyMs) over.push({ ...one, mean: seen.sum / seen.looks });
  }
  const last = pending.at(-1);
  if (noted && (!last || nowMs + leadMs - last.dueMs >= everyMs))
    pending.push({ ...noted, dueMs: nowMs + leadMs, sum: 0, looks: 0 });
  return { pending, over };
}
