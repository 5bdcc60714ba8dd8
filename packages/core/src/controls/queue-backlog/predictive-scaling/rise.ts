import { flatness, type Line, type LineSums, lineThrough } from './line-sums.ts';

/** Arrivals that were flat and have begun to rise. */
export interface Rise {
  /** Per second, where the rise stands now. */
  readonly rate: number;
  readonly error: number;
  /** Change of the rate per second. */
  readonly slope: number;
  readonly slopeError: number;
  /** How long ago it began. */
  readonly seconds: number;
}

/** A rise must stand out by so many standard errors: the same as a shift. */
const riseErrors = 4.5;
/** … over so many readings and seconds. */
const leastReadings = 5;
const leastSeconds = 5;
/** What was usual before it rests on at least so many readings. */
const leastBefore = 8;
/** How many of the newest readings may be a shift or a rise: each is tried. */
const lengths = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48];

/** A shift must explain the readings better by so many variances of one reading to be taken for what it is, and not a rise. */
const clearly = 4;

/**
 * Whether a flat past with a rise at its end explains the readings, and is sure. Knowing what was usual before, a rise shows
 * in about half the time that a line through its own readings would take. A shift (flat, then flat again, with one reading
 * taken in its middle) must not explain the readings clearly better: half a reading of a step looks like the start of a rise.
 */
export function riseOf(rates: LineSums, ages: ArrayLike<number>, dispersion: number): Rise | undefined {
  let shift = Number.POSITIVE_INFINITY;
  let best: Fit | undefined;
  for (const length of lengths) {
    if (rates.count - length - 1 < leastBefore) break;
    const newest = lineThrough(rates, 0, length);
    shift = Math.min(shift, flatness(lineThrough(rates, length + 1, rates.count)) + flatness(newest));
    if (length < leastReadings || newest.weight < leastSeconds) continue;
    const fit = fitRise(lineThrough(rates, length, rates.count), newest, ages[length]!, dispersion);
    if (!best || fit.distance < best.distance) best = fit;
  }
  if (!best || best.rise.slope <= best.errors * best.doubt) return undefined;
  return best.distance - shift > clearly * dispersion * best.newestMean ? undefined : best.rise;
}

interface Fit {
  /** Weighted sum of squared distances of all readings. */
  readonly distance: number;
  readonly rise: Rise;
  /** Standard error of the slope if there were no rise. */
  readonly doubt: number;
  /** How many of them it must be. */
  readonly errors: number;
  readonly newestMean: number;
}

/** The rise that starts where the past before ends, `beganSeconds` ago, and goes through the newest readings. */
function fitRise(before: Line, newest: Line, beganSeconds: number, dispersion: number): Fit {
  const meanSeconds = beganSeconds - newest.meanAge;
  const squares = newest.spread + newest.weight * meanSeconds ** 2;
  const over = newest.mean - before.mean;
  const slope = (newest.weight * meanSeconds * over - newest.perAge * newest.spread) / squares;
  const distance = flatness(before) + flatness(newest) + newest.weight * over ** 2 - slope ** 2 * squares;
  const noise = dispersion * Math.max(before.mean, 1 / before.weight);
  const byBefore = ((newest.weight * meanSeconds) / squares) ** 2 / before.weight;
  const doubt = Math.sqrt(noise * (1 / squares + byBefore));
  const slopeError = Math.sqrt(
    (dispersion * Math.max(newest.mean, before.mean, 1 / before.weight)) / squares,
  );
  const rise: Rise = {
    rate: Math.max(0, before.mean + slope * beganSeconds),
    error: slopeError * beganSeconds,
    slope,
    slopeError,
    seconds: beganSeconds,
  };
  // Bursts make sums lopsided (skewed): the same chance lies further out (Cornish and Fisher's expansion).
  const usual = noise * newest.weight;
  const skew = (2 * dispersion - 1) / Math.sqrt(Math.max(usual, 1));
  const errors = riseErrors + ((riseErrors ** 2 - 1) * skew) / 6;
  return { distance, rise, doubt, errors, newestMean: newest.mean };
}
