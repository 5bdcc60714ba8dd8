import type { CountedExposure } from '../rates/observed-window.ts';
import { findRoot } from '../special/find-root.ts';
import { evidenceThreshold } from './rate-confidence-sequence.ts';
import { logEvidenceOfFall } from './rate-evidence.ts';

const HORIZON_DAYS = 36_525;

/**
 * How many more days without any incident would make the fall certain at `level`, looked at as often as one likes.
 * 0 when it is certain already; null when a century would not do, because too little happened before.
 * Counts as given to the evidence: divided by their dispersion.
 */
export function incidentFreeDaysNeeded(
  before: CountedExposure,
  after: CountedExposure,
  level = 0.95,
): number | null {
  const threshold = evidenceThreshold(level);
  const missing = (moreDays: number): number =>
    logEvidenceOfFall(before, { count: after.count, exposureDays: after.exposureDays + moreDays }) -
    threshold;
  if (missing(0) >= 0) return 0;
  if (missing(HORIZON_DAYS) < 0) return null;
  return Math.ceil(findRoot(missing, 0, HORIZON_DAYS, 1e-6));
}
