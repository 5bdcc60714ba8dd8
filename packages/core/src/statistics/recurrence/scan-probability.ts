import type { RecurrenceRule } from '../../model/recurrence.ts';
import { poissonCdf, poissonProbability } from '../distributions/poisson.ts';
import { daysPerMonth } from '../rates/observed-window.ts';
import { logGamma } from '../special/gamma-function.ts';

/**
 * The probability that a recurrence rule fires at least once within `periodDays` though nothing is wrong: incidents come
 * independently of each other at a steady rate (a homogeneous Poisson process that starts with no memory of earlier
 * incidents), and the window slides continuously. At 0.5 a month, two within 30 days come about within a year with
 * probability 0.82. Incidents that come in bursts make it fire more often still.
 *
 * Exact for a count of two, and for any count over two or three windows; beyond that Naus' product approximation
 * (J. I. Naus, JASA 77 (1982) 177–183), good to about 0.001. A count of one fires at the first incident.
 * @throws RangeError for a rule or a period that is not positive.
 */
export function chanceOfRecurrence(rule: RecurrenceRule, ratePerMonth: number, periodDays: number): number {
  const { count, windowDays } = rule;
  if (
    !Number.isInteger(count) ||
    count < 1 ||
    !(windowDays > 0) ||
    !(periodDays > 0) ||
    !(ratePerMonth >= 0)
  ) {
    throw new RangeError('a recurrence rule needs a whole count, a window, a period and a rate');
  }
  const perDay = ratePerMonth / daysPerMonth;
  const mean = perDay * periodDays;
  if (ratePerMonth === 0) return 0;
  if (count === 1) return -Math.expm1(-mean);
  if (periodDays <= windowDays) return 1 - poissonCdf(count - 1, mean);
  if (count === 2) return 1 - noTwoWithin(windowDays / periodDays, mean);
  return 1 - naus(count, perDay * windowDays, periodDays / windowDays);
}

/** P(all gaps are longer than the window): of n incidents spread over the period, (1 − (n−1)·share)ⁿ keep apart. */
function noTwoWithin(share: number, mean: number): number {
  let probability = 0;
  for (let n = 0; 1 - (n - 1) * share > 0; n++) {
    const apart = n === 0 ? 0 : n * Math.log(1 - (n - 1) * share);
    probability += Math.exp(n * Math.log(mean) - mean - logGamma(n + 1) + apart);
  }
  return Math.min(1, probability);
}

/** P(no `k` within a window) over `windows` windows with `mean` incidents each. Between exact values, log-linear. */
function naus(k: number, mean: number, windows: number): number {
  const one = poissonCdf(k - 1, mean);
  const two = overTwoWindows(k, mean);
  if (windows < 2) return one * (two / one) ** (windows - 1);
  return two * (overThreeWindows(k, mean) / two) ** (windows - 2);
}

function overTwoWindows(k: number, mean: number): number {
  const p = (j: number) => poissonProbability(j, mean);
  const F = (j: number) => poissonCdf(j, mean);
  return F(k - 1) ** 2 - (k - 1) * p(k) * p(k - 2) - (k - 1 - mean) * p(k) * F(k - 3);
}

function overThreeWindows(k: number, mean: number): number {
  const p = (j: number) => poissonProbability(j, mean);
  const F = (j: number) => poissonCdf(j, mean);
  const a1 = 2 * p(k) * F(k - 1) * ((k - 1) * F(k - 2) - mean * F(k - 3));
  const a2 =
    0.5 * p(k) ** 2 * ((k - 1) * (k - 2) * F(k - 3) - 2 * (k - 2) * mean * F(k - 4) + mean ** 2 * F(k - 5));
  let a3 = 0;
  for (let r = 1; r < k; r++) a3 += p(2 * k - r) * F(r - 1) ** 2;
  let a4 = 0;
  for (let r = 2; r < k; r++) a4 += p(2 * k - r) * p(r) * ((r - 1) * F(r - 2) - mean * F(r - 3));
  return F(k - 1) ** 3 - a1 + a2 + a3 - a4;
}
