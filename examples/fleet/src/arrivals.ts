/** A load that rises and falls once a day, around its mean. */
export interface DailyLoad {
  /** Mean arrivals per second. */
  readonly baseRate: number;
  /** Share of the mean that the load swings by, 0 to 1: the peak is `baseRate * (1 + amplitude)`. */
  readonly amplitude: number;
  /** How long a day takes, in ms; a short day shows a whole cycle in a test. */
  readonly dayLengthMs: number;
}

/** Arrivals per second at `elapsedMs` since the start, which is at the mean, on the way up. */
export function rateAt({ baseRate, amplitude, dayLengthMs }: DailyLoad, elapsedMs: number): number {
  return baseRate * (1 + amplitude * Math.sin((2 * Math.PI * elapsedMs) / dayLengthMs));
}

/** Counts the arrivals of a span of time in which the rate is taken as constant. */
export interface Arrivals {
  /** @returns how many arrivals fall into the next `spanMs` at `ratePerSecond` */
  advance(spanMs: number, ratePerSecond: number): number;
}

/**
 * A seeded Poisson process by time change: gaps are exponential in "expected arrivals", and each span uses up
 * `rate * span` of the gap that is left. So a jump of the rate takes effect at once and needs no redraw
 * (Cinlar, Introduction to Stochastic Processes, 1975, section 4.7).
 *
 * @param random uniform numbers in [0, 1)
 */
export function createArrivals(random: () => number): Arrivals {
  const drawGap = () => -Math.log(1 - random());
  let gapLeft = drawGap();
  return {
    advance(spanMs, ratePerSecond) {
      let expected = (ratePerSecond * spanMs) / 1000;
      let count = 0;
      while (expected >= gapLeft) {
        expected -= gapLeft;
        gapLeft = drawGap();
        count += 1;
      }
      gapLeft -= expected;
      return count;
    },
  };
}

/** Uniform numbers in [0, 1) from a 32-bit seed: a Weyl sequence through the finaliser of MurmurHash3 (Appleby, public domain). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000;
  };
}
