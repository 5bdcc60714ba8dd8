import { followMoments, type Moment } from './moments.ts';

/** How much more than what replicas are kept for has come before more could: what the room for surprises is sized by. */
export interface Surprises {
  /** Moments whose start-up time is not over yet, oldest first, with the rate that replicas were kept for. */
  readonly pending: readonly Moment<{ readonly rate: number }>[];
  /** The largest surprise of each of the last hours, as a share. */
  readonly hours: readonly { readonly startMs: number; readonly most: number }[];
}

export const noSurprises: Surprises = { pending: [], hours: [] };

const hourMs = 3_600_000;
const hoursKept = 24;
/** Before so many hours nothing is believed to be known. */
const fewestHours = 6;
/** What four hours of five brought at the most; a larger surprise is answered when it shows. */
const quantile = 0.8;

/**
 * The surprises after a look at which `rate` stood (its doubt taken off). A queue is filled by the mean of what comes until
 * more replicas are ready, `leadMs` later, not by its peak: so the mean counts. It is held against `kept`, the rate that the
 * replicas there are kept for: what comes back within that time is none.
 */
export function followSurprises(
  before: Surprises,
  nowMs: number,
  rate: number,
  leadMs: number,
  kept = rate,
): Surprises {
  const { pending, over } = followMoments(before.pending, nowMs, rate, leadMs, { rate: kept });
  let { hours } = before;
  for (const one of over) if (one.rate > 0) hours = noted(hours, nowMs, Math.max(0, one.mean / one.rate - 1));
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
