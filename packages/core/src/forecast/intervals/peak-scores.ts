import type { CalibrationInput } from './conformal.ts';

/**
 * How far the highest reading of a day lay from the highest that was forecast for it, in units of that step's expected
 * error size; sorted. The highest of 24 upper quantiles is no quantile of the day's highest (hours do not all go up
 * together), so days' peaks get scores of their own. A day here is `season` steps from the origin on; days with more than
 * a quarter of their readings missing are left out.
 */
export function peakScores(input: CalibrationInput, season: number, growth: Float64Array): Float64Array {
  const { said, errors, sizes, horizon } = input;
  const scores: number[] = [];
  for (let from = 0; from + season <= errors.length; from += season) {
    // A day must not reach from one origin into the next.
    if ((from % horizon) + season > horizon) {
      from += horizon - (from % horizon) - season;
      continue;
    }
    let came = Number.NEGATIVE_INFINITY;
    let peak = from;
    let missing = 0;
    for (let i = from; i < from + season; i++) {
      const reading = said[i]! + errors[i]!;
      if (Number.isNaN(reading)) missing++;
      else came = Math.max(came, reading);
      if (said[i]! > said[peak]!) peak = i;
    }
    if (missing * 4 > season) continue;
    scores.push((came - said[peak]!) / (sizes[peak]! * growth[peak % horizon]!));
  }
  return Float64Array.from(scores.filter(Number.isFinite)).sort();
}
