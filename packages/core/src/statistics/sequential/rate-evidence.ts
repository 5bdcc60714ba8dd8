import type { CountedExposure } from '../rates/observed-window.ts';
import { logBeta } from '../special/gamma-function.ts';
import { logIncompleteBeta } from '../special/incomplete-beta.ts';

/** Half of the weight lies on falls of more than 75 % (or rises to more than fourfold), half on smaller ones. */
const PRIOR_SHAPE = 0.5;

/**
 * ln of the evidence (e-value) that the rate after is below `ratio` × the rate before; 0 means none, ln 40 = 3.7 is
 * as strong as a p-value of 0.025 that stays valid however often one looks.
 *
 * The likelihood ratio of "the rate fell to θ times" (θ ~ Beta(½, 1)) against "it did not", the unknown base rate
 * integrated out with its right Haar prior on both sides. That ratio depends on the data only through scale-free
 * quantities and is a test martingale in them, so by Ville's inequality it ever exceeds 1/α with probability at most α.
 * The prior period is taken as "until its n-th incident", which errs against the claim.
 * Sources: Pérez-Ortiz, Lardy, de Heide & Grünwald, Annals of Statistics 52 (2024) 1410–1432 (group-invariant
 * e-statistics); Li & Kulldorff, Statistics in Medicine 29 (2010) 284–295 (the same conditional setting).
 * Counts may be real: overdispersed counts come in divided by their dispersion.
 */
export function logEvidenceOfFall(before: CountedExposure, after: CountedExposure, ratio = 1): number {
  const a = PRIOR_SHAPE;
  if (!(before.count > a) || !(before.exposureDays > 0) || !(after.exposureDays > 0)) return 0;
  const s = (ratio * after.exposureDays) / before.exposureDays;
  const shapeAfter = after.count + a;
  const shapeBefore = before.count - a;
  return (
    Math.log(a) +
    (before.count + after.count) * Math.log1p(s) -
    shapeAfter * Math.log(s) +
    logBeta(shapeAfter, shapeBefore) +
    logIncompleteBeta(s / (1 + s), shapeAfter, shapeBefore)
  );
}

/**
 * ln of the evidence that the rate after is above `ratio` × the rate before; the mirror image (1/θ ~ Beta(½, 1)).
 * Here the prior period is taken as ending with an incident more, which again errs against the claim.
 */
export function logEvidenceOfRise(before: CountedExposure, after: CountedExposure, ratio = 1): number {
  const a = PRIOR_SHAPE;
  if (!(after.count > a) || !(before.exposureDays > 0) || !(after.exposureDays > 0)) return 0;
  const s = (ratio * after.exposureDays) / before.exposureDays;
  const shapeAfter = after.count - a;
  const shapeBefore = before.count + 1 + a;
  return (
    Math.log(a) +
    (before.count + 1 + after.count) * Math.log1p(s) -
    shapeAfter * Math.log(s) +
    logBeta(shapeAfter, shapeBefore) +
    logIncompleteBeta(1 / (1 + s), shapeBefore, shapeAfter)
  );
}
