import { incompleteBeta } from '../special/incomplete-beta.ts';
import { betaQuantileOdds } from './beta.ts';

/** P(T ≤ t) of Student's t distribution with `degrees` > 0 degrees of freedom. */
export function studentTCdf(t: number, degrees: number): number {
  const tail = 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
  return t < 0 ? tail : 1 - tail;
}

/** The t with P(T ≤ t) = p. */
export function studentTQuantile(p: number, degrees: number): number {
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentTQuantile(1 - p, degrees);
  // t² / degrees are the odds of a Beta(1/2, degrees/2) variable.
  return -Math.sqrt(degrees * betaQuantileOdds(1 - 2 * p, 0.5, degrees / 2));
}
