import { everyMs, followMoments, type Moment } from './moments.ts';

/** How long bursts are remembered, and what each length would have cost. */
export interface Memory {
  /** The highest level of each short stretch, oldest first. */
  readonly levels: readonly { readonly startMs: number; readonly most: number }[];
  readonly pending: readonly Moment<{ readonly kept: readonly number[] }>[];
  /** For each length, over the moments of about the last day: the sum of the shares paid, and how often it was too little. */
  readonly tried: readonly { readonly paid: number; readonly short: number }[];
  readonly moments: number;
}

/** The lengths that are compared, in `scaleInAfterMs`. */
const lengths = [1, 2];

export const noMemory: Memory = {
  levels: [],
  pending: [],
  tried: lengths.map(() => ({ paid: 0, short: 0 })),
  moments: 0,
};

/** A minute in which too little is there is worth an hour of the replicas. */
const shortWorth = 60;
const stretches = 10;
const dayMs = 86_400_000;
/** Before so many hours the shortest memory counts. */
const fewestMs = 6 * 3_600_000;

/** The memory after one more look: `capacityFor` is what is kept for a level, with all the room there may be. */
export function followMemory(
  before: Memory,
  nowMs: number,
  rate: number,
  leadMs: number,
  scaleInAfterMs: number,
  capacityFor: (rate: number) => number,
): Memory {
  const levels = withLevel(before.levels, nowMs, rate, scaleInAfterMs);
  const kept = lengths.map((length) => capacityFor(mostWithin(levels, nowMs, length * scaleInAfterMs)));
  const { pending, over } = followMoments(before.pending, nowMs, rate, leadMs, { kept });
  let { tried, moments } = before;
  const stays = 1 - everyMs / dayMs;
  for (const one of over) {
    moments = moments * stays + 1;
    tried = tried.map(({ paid, short }, i) => ({
      paid: paid * stays + one.kept[i]! / one.kept[0]!,
      short: short * stays + (one.mean > one.kept[i]! ? 1 : 0),
    }));
  }
  return { levels, pending, tried, moments };
}

/** The highest level of the last `scaleInAfterMs`: what the replicas that are there are kept for. */
export function keptLevel({ levels }: Memory, nowMs: number, scaleInAfterMs: number): number {
  return mostWithin(levels, nowMs, scaleInAfterMs);
}

/**
 * The level that is remembered beyond `scaleInAfterMs`: where bursts come back so often that keeping the replicas would have
 * cost less than what was missed, the highest of the time that would have cost least; otherwise none.
 */
export function rememberedLevel(memory: Memory, nowMs: number, scaleInAfterMs: number): number {
  if (memory.moments * everyMs < fewestMs) return 0;
  const costs = memory.tried.map(({ paid, short }) => paid + shortWorth * short);
  const length = lengths[costs.indexOf(Math.min(...costs))]!;
  return length > 1 ? mostWithin(memory.levels, nowMs, (length - 1) * scaleInAfterMs) : 0;
}

function withLevel(
  levels: Memory['levels'],
  nowMs: number,
  rate: number,
  scaleInAfterMs: number,
): Memory['levels'] {
  const longest = lengths.at(-1)! * scaleInAfterMs;
  const recent = levels.filter(({ startMs }) => startMs > nowMs - longest && startMs <= nowMs);
  const last = recent.at(-1);
  if (!last || nowMs - last.startMs >= scaleInAfterMs / stretches)
    return [...recent, { startMs: nowMs, most: rate }];
  return rate > last.most ? [...recent.slice(0, -1), { ...last, most: rate }] : recent;
}

function mostWithin(levels: Memory['levels'], nowMs: number, spanMs: number): number {
  let most = 0;
  for (const level of levels) if (level.startMs > nowMs - spanMs) most = Math.max(most, level.most);
  return most;
}
