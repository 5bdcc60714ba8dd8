/** How much more than what stood there has come before more replicas could: what the room for surprises is sized by. */
export interface Surprises {
  /** Moments whose start-up time is not over yet, oldest first: the rate that stood then, and what has come since. */
  readonly pending: readonly Pending[];
  /** The largest surprise of each of the last hours, as a share. */
  readonly hours: readonly { readonly startMs: number; readonly most: number }[];
}

interface Pending {
  readonly dueMs: number;
  readonly rate: number;
  readonly sum: number;
  readonly looks: number;
}

export const noSurprises: Surprises = { pending: [], hours: [] };

const hourMs = 3_600_000;
const hoursKept = 24;
/** Before so many hours nothing is believed to be known. */
const fewestHours = 6;
/** What four hours of five brought at the most; a larger surprise is answered when it shows. */
const quantile = 0.8;
/** A moment is noted so often. */
const everyMs = 15_000;

/**
 * The surprises after a look at which `rate` stood (its doubt taken off). A queue is filled by the mean of what comes until
 * more replicas are ready, `leadMs` later, not by its peak: so the mean counts.
 */
export function followSurprises(before: Surprises, nowMs: number, rate: number, leadMs: number): Surprises {
  let { hours } = before;
  const pending: Pending[] = [];
  for (const one of before.pending) {
    const seen = { ...one, sum: one.sum + rate, looks: one.looks + 1 };
    if (one.dueMs > nowMs + leadMs) continue;
    if (one.dueMs > nowMs) pending.push(seen);
    // A moment whose end was slept through tells nothing.
    else if (nowMs - one.dueMs < everyMs && one.rate > 0)
      hours = noted(hours, nowMs, Math.max(0, seen.sum / seen.looks / one.rate - 1));
  }
  const last = pending.at(-1);
  if (!last || nowMs + leadMs - last.dueMs >= everyMs)
    pending.push({ dueMs: nowMs + leadMs, rate, sum: 0, looks: 0 });
  return { pending, hours };
}

function noted(hours: Surprises['hours'], nowMs: number, surprise: number): Surprises['hours'] {
  const startMs = Math.floor(nowMs / hourMs) * hourMs;
  const recent = hours.filter(
    (hour) => hour.startMs <= startMs && hour.startMs > startMs - hoursKept * hourMs,
  );
  const last = recent.at(-1);
  if (last?.startMs !== startMs) return [...recent, { startMs, most: surprise }];
  if (surprise <= last.most) return recent;
  return [...recent.slice(0, -1), { startMs, most: surprise }];
}

/** By how large a share more may come than stands there; undefined while too little was seen to say. */
export function surpriseToExpect({ hours }: Surprises): number | undefined {
  if (hours.length < fewestHours) return undefined;
  const sorted = hours.map(({ most }) => most).sort((a, b) => a - b);
  return sorted[Math.ceil(quantile * sorted.length) - 1]! * (1 + 1 / hours.length);
}
