import type { ForecastPoint } from '../../../model/decision.ts';
import { flow } from './fluid.ts';
import type { Level } from './level.ts';

/** How much of its slope a trend has left after this long: growth does not go on for ever. */
const trendLastsMs = 180_000;
/** A trend is carried no further than so many times as long as it has been seen. */
const mostReach = 4;
/** At most so many times the present level is foretold, whatever the slope. */
export const mostGrowth = 4;
/** What nobody can foresee: arrivals wander by this share of their level within a minute (random walk). */
const wanderPerMinute = 0.05;
/** 5 % of a normal distribution lie above this: the band is meant to hold 90 %. */
const bandDeviations = 1.645;

const stepMs = 10_000;
const points = 10;

export interface Flow {
  readonly nowMs: number;
  readonly depth: number;
  readonly level: Level;
  readonly capacity: (aheadMs: number) => number;
}

/** Arrivals per second after `aheadMs`: the level, and a trend that dies away (Gardner and McKenzie's damped trend). */
export function arrivalsAhead(level: Level, aheadMs: number): number {
  const { rate, slope } = level;
  const reach = trendReach(level, aheadMs);
  return Math.min(Math.max(0, rate + slope * reach), rate * mostGrowth);
}

function trendReach({ seenSeconds }: Level, aheadMs: number): number {
  const dying = (trendLastsMs / 1000) * (1 - Math.exp(-aheadMs / trendLastsMs));
  return Math.min(dying, mostReach * seenSeconds);
}

/** Half the width of the band of arrivals. */
function doubt(level: Level, aheadMs: number): number {
  const { rate, error, slopeError, slope } = level;
  const seconds = aheadMs / 1000;
  const trend = slope === 0 ? 0 : slopeError * trendReach(level, aheadMs);
  return bandDeviations * Math.sqrt(error ** 2 + trend ** 2 + ((wanderPerMinute * rate) ** 2 * seconds) / 60);
}

/** The queue's depth ahead with a band meant to hold 90 %, at the capacity that is there or ordered: without the decision. */
export function forecastDepth({ nowMs, depth, level, capacity }: Flow, horizonMs: number): ForecastPoint[] {
  const run = (sign: -1 | 0 | 1) =>
    flow(
      {
        depth,
        capacity,
        arrivals: (ms) => Math.max(0, arrivalsAhead(level, ms) + sign * doubt(level, ms)),
      },
      stepMs,
      horizonMs,
    );
  const [low, middle, high] = [run(-1), run(0), run(1)];
  const forecast: ForecastPoint[] = [];
  for (let point = 1; point <= points; point++) {
    const aheadMs = (horizonMs * point) / points;
    const step = Math.min(middle.length - 1, Math.round(aheadMs / stepMs));
    const bursts = bandDeviations * Math.sqrt((level.dispersion * level.rate * aheadMs) / 1000);
    const value = middle[step]!;
    // Where the queue is empty all the time bursts leave no trace; the more of it stands, the more they add up.
    const standing = Math.min(bursts, value);
    forecast.push({
      atMs: nowMs + aheadMs,
      value: rounded(value),
      lower: rounded(Math.max(0, low[step]! - standing)),
      upper: rounded(high[step]! + standing),
    });
  }
  return forecast;
}

/** When the depth passes the threshold, ms from now, or nothing when it does not within the horizon. */
export function breachAfter(
  { depth, level, capacity }: Flow,
  threshold: number,
  horizonMs: number,
): number | undefined {
  const depths = flow({ depth, capacity, arrivals: (ms) => arrivalsAhead(level, ms) }, stepMs, horizonMs);
  const step = depths.findIndex((value) => value > threshold);
  return step < 0 ? undefined : step * stepMs;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
