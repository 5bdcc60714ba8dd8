import { incompleteBeta } from '../special/incomplete-beta.ts';
import type { CountedExposure } from './observed-window.ts';

/**
 * The probability that the rate after lies below `ratio` × the rate before (at all: ratio 1), given the counts.
 * Two gamma posteriors from Jeffreys' prior Gamma(½, 0); their ratio is a beta prime, so no sampling is needed
 * (Gelman et al., Bayesian Data Analysis, 3rd ed., §2.6). Overdispersed counts come in divided by their dispersion.
 * Null without exposure. With no incident at all it is a statement about exposure only: 0.5 for equal exposures.
 */
export function improvementProbability(
  before: CountedExposure,
  after: CountedExposure,
  ratio = 1,
): number | null {
  if (!(before.exposureDays > 0) || !(after.exposureDays > 0)) return null;
  const scaled = ratio * (after.exposureDays / before.exposureDays);
  return incompleteBeta(scaled / (1 + scaled), after.count + 0.5, before.count + 0.5);
}
