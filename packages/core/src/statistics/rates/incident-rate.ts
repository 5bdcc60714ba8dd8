import { gammaQuantile } from '../distributions/gamma.ts';
import type { Interval } from './interval.ts';
import { type CountedExposure, daysPerMonth } from './observed-window.ts';

export interface IncidentRate extends CountedExposure {
  /** Incidents per 30.4375 days, or null where nothing was observed. */
  readonly perMonth: number | null;
  /** Exact interval of the rate per month (Garwood, Biometrika 28 (1936) 437–442). */
  readonly interval: Interval | null;
}

/**
 * Incidents per month with the exact Poisson interval, and the exposure it rests on. Where incidents come in bursts, `dispersion`
 * of them count as one, and the interval is that much wider (quasi-Poisson, see `dispersionAllowance`).
 */
export function incidentRate(
  { count, exposureDays }: CountedExposure,
  level = 0.95,
  dispersion = 1,
): IncidentRate {
  if (!(exposureDays > 0)) return { count, exposureDays, perMonth: null, interval: null };
  const months = exposureDays / daysPerMonth;
  const tail = (1 - level) / 2;
  return {
    count,
    exposureDays,
    perMonth: count / months,
    interval: {
      low: count === 0 ? 0 : (gammaQuantile(tail, count / dispersion) * dispersion) / months,
      high: (gammaQuantile(1 - tail, count / dispersion + 1) * dispersion) / months,
      level,
    },
  };
}
