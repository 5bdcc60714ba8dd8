import { negativeBinomialCdf } from '../distributions/negative-binomial.ts';
import { type CountedExposure, daysPerMonth } from '../rates/observed-window.ts';

export interface GammaPrior {
  readonly shape: number;
  /** In days: prior mean rate per day is shape / rateDays. */
  readonly rateDays: number;
}

/**
 * How the true rates scatter over comparable periods or services, as a gamma prior fitted by moments: the observed
 * scatter of the counts less the Poisson part of it. Null with fewer than three units, without incidents, or where the
 * counts scatter no more than chance does (then all units share one rate; see `expectedWithoutFix`).
 * Source: Efron & Morris, JASA 70 (1975) 311–319; Robbins 1956; Hauer, Observational Before–After Studies, 1997, ch. 11.
 */
export function ratePrior(units: readonly CountedExposure[]): GammaPrior | null {
  const seen = units.filter(({ exposureDays }) => exposureDays > 0);
  const exposure = seen.reduce((sum, unit) => sum + unit.exposureDays, 0);
  const count = seen.reduce((sum, unit) => sum + unit.count, 0);
  if (seen.length < 3 || count === 0) return null;
  const mean = count / exposure;
  const squares = seen.reduce((sum, u) => sum + u.exposureDays * (u.count / u.exposureDays - mean) ** 2, 0);
  const weights = exposure - seen.reduce((sum, u) => sum + u.exposureDays ** 2, 0) / exposure;
  const betweenUnits = (squares - (seen.length - 1) * mean) / weights;
  if (!(betweenUnits > 0)) return null;
  return { shape: mean ** 2 / betweenUnits, rateDays: mean / betweenUnits };
}

export interface RegressionToMean {
  readonly observedPerMonth: number;
  /** The rate to expect next without any fix: the observed one, drawn toward the usual one. */
  readonly expectedPerMonth: number;
  /** Of the observed rate, 0.4 = a fall of 40 % that needs no prevention to explain it; 0 when no fall is to be expected. */
  readonly expectedFall: number;
  /** How often the usual scatter gives so many incidents or more. */
  readonly burstPValue: number;
  /** The period before was an unusual burst (p < 0.1) and a fall of a fifth or more was to be expected anyway. */
  readonly flagged: boolean;
}

/**
 * What the period just before a prevention says about its true rate, given comparable units (other services, or the
 * earlier periods of the same one). People act after bursts, and bursts pass by themselves. Null without comparison.
 */
export function regressionToMean(
  justBefore: CountedExposure,
  comparable: readonly CountedExposure[],
): RegressionToMean | null {
  const count = comparable.reduce((sum, unit) => sum + unit.count, 0);
  const exposure = comparable.reduce((sum, unit) => sum + unit.exposureDays, 0);
  if (!(justBefore.exposureDays > 0) || !(exposure > 0) || count === 0 || comparable.length < 3) return null;
  // Units that scatter no more than chance share one rate, known as well as their total count lets it be.
  const prior = ratePrior(comparable) ?? { shape: count + 0.5, rateDays: exposure };
  const perDay = (prior.shape + justBefore.count) / (prior.rateDays + justBefore.exposureDays);
  const observed = justBefore.count / justBefore.exposureDays;
  const expectedFall = observed > 0 ? Math.max(0, 1 - perDay / observed) : 0;
  const usual = (prior.shape / prior.rateDays) * justBefore.exposureDays;
  const burstPValue = 1 - negativeBinomialCdf(justBefore.count - 1, prior.shape, usual);
  return {
    observedPerMonth: observed * daysPerMonth,
    expectedPerMonth: perDay * daysPerMonth,
    expectedFall,
    burstPValue,
    flagged: burstPValue < 0.1 && expectedFall >= 0.2,
  };
}
