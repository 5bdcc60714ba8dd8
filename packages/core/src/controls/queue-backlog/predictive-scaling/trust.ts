import { arrivalsAhead } from './forecast.ts';
import type { Level } from './level.ts';
import { followMoments, type Moment } from './moments.ts';

/** What came of the large rises that were foreseen: by so much of them arrivals had risen a start-up time later. */
export interface Rises {
  readonly pending: readonly Moment<Foreseen>[];
  /** The newest, oldest first, as shares of what was foreseen; below zero where arrivals fell. */
  readonly shares: readonly number[];
}

interface Foreseen {
  readonly rate: number;
  readonly rise: number;
}

export const noRises: Rises = { pending: [], shares: [] };

/** A rise of more than this share of what is there is a large one: it alone can cost a lot for nothing. */
const large = 0.25;
/** What nineteen of twenty did not exceed is what a rise may be trusted with; before so many were seen, all of it. */
const remembered = 20;

/** What became of the rises after a look at the level, and the one that is foreseen now. */
export function followRises(before: Rises, nowMs: number, level: Level, leadMs: number): Rises {
  const rise = riseWithin(level, leadMs);
  const noted = rise > large * level.rate ? { rate: level.rate, rise } : undefined;
  const { pending, over } = followMoments(before.pending, nowMs, level.rate, leadMs, noted);
  const came = over.map((one) => (level.rate - one.rate) / one.rise);
  return { pending, shares: [...before.shares, ...came].slice(-remembered) };
}

/**
 * The level with no more of a large rise than came of any of the last twenty: where bursts fall as fast as they rise, what
 * is ordered for their rise comes too late and for nothing.
 */
export function trusted<L extends Level>(level: L, { shares }: Rises, leadMs: number): L {
  const rise = riseWithin(level, leadMs);
  const most = large * level.rate;
  if (shares.length < remembered || rise <= most) return level;
  const share = Math.min(1, Math.max(most / rise, ...shares));
  return { ...level, slope: level.slope * share };
}

function riseWithin(level: Level, leadMs: number): number {
  return arrivalsAhead(level, leadMs) - level.rate;
}
