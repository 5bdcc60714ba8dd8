import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poissonProbability } from '../distributions/poisson.ts';
import { incidentFreeDaysNeeded } from './incident-free-days.ts';
import { evidenceThreshold, rateConfidenceSequence } from './rate-confidence-sequence.ts';
import { logEvidenceOfFall, logEvidenceOfRise } from './rate-evidence.ts';

const counted = (count: number, exposureDays: number) => ({ count, exposureDays });

describe('evidence about the rate', () => {
  // The defining integral over θ by quadrature with mpmath 1.3 at 30 digits: ln E of a fall, of a rise.
  it.each([
    [18, 182, 3, 182, 4.808881729068, -2.898245667903],
    [18, 182, 0, 60, 4.137134845673, null],
    [2, 90, 7, 30, -2.401272477143, 3.382475543727],
    [4.5, 182, 0.75, 364, 2.321588891863, -2.129124256226],
  ])('%d in %d days, then %d in %d', (n1, t1, n2, t2, fall, rise) => {
    expect(logEvidenceOfFall(counted(n1, t1), counted(n2, t2))).toBeCloseTo(fall, 8);
    if (rise !== null) expect(logEvidenceOfRise(counted(n1, t1), counted(n2, t2))).toBeCloseTo(rise, 8);
  });

  it('is none where nothing can be said: no incident before, no time after', () => {
    expect(logEvidenceOfFall(counted(0, 90), counted(0, 400))).toBe(0);
    expect(logEvidenceOfFall(counted(9, 90), counted(0, 0))).toBe(0);
    expect(logEvidenceOfRise(counted(0, 90), counted(0, 90))).toBe(0);
  });

  it('grows with every quiet day and shrinks with every incident', () => {
    const days = fc.double({ min: 1, max: 700, noNaN: true });
    const count = fc.integer({ min: 1, max: 80 });
    fc.assert(
      fc.property(count, days, count, days, (n1, t1, n2, t2) => {
        const now = logEvidenceOfFall(counted(n1, t1), counted(n2, t2));
        expect(logEvidenceOfFall(counted(n1, t1), counted(n2, t2 + 7))).toBeGreaterThanOrEqual(now - 1e-9);
        expect(logEvidenceOfFall(counted(n1, t1), counted(n2 + 1, t2))).toBeLessThanOrEqual(now + 1e-9);
      }),
      { numRuns: 200 },
    );
  });
});

/**
 * The probability that Poisson counts at one steady rate ever make either direction's evidence cross, looked at every
 * week for `weeks` weeks: summed exactly over all counts before and all paths after, with no simulation.
 */
function chanceOfAnyClaim(meanBefore: number, weeksBefore: number, weeks: number): number {
  const threshold = evidenceThreshold(0.95);
  const meanWeek = meanBefore / weeksBefore;
  const most = Math.ceil(meanWeek * weeks + 12 * Math.sqrt(meanWeek * weeks) + 12);
  const weekly = Array.from({ length: most + 1 }, (_, k) => poissonProbability(k, meanWeek));
  let claimed = 0;
  for (let n1 = 0; n1 <= meanBefore + 8 * Math.sqrt(meanBefore) + 8; n1++) {
    const before = counted(n1, weeksBefore * 7);
    let open = [1, ...new Array<number>(most).fill(0)];
    for (let week = 1; week <= weeks; week++) {
      open = open.map((_, n2) => {
        let reached = 0;
        for (let k = 0; k <= Math.min(n2, 25); k++) reached += open[n2 - k]! * weekly[k]!;
        const after = counted(n2, week * 7);
        const evidence = Math.max(logEvidenceOfFall(before, after), logEvidenceOfRise(before, after));
        return evidence >= threshold ? 0 : reached;
      });
    }
    claimed += poissonProbability(n1, meanBefore) * (1 - open.reduce((sum, share) => sum + share, 0));
  }
  return claimed;
}

describe('looked at every week, the level holds', () => {
  it.each([
    [1, 13],
    [3, 26],
    [18, 26],
    [40, 52],
  ])('with %d incidents expected in %d weeks before', (meanBefore, weeksBefore) => {
    expect(chanceOfAnyClaim(meanBefore, weeksBefore, 78)).toBeLessThanOrEqual(0.05);
  });
});

describe('confidence sequence', () => {
  it('excludes 1 exactly when the evidence crosses', () => {
    const count = fc.integer({ min: 0, max: 60 });
    const days = fc.integer({ min: 7, max: 700 });
    fc.assert(
      fc.property(count, days, count, days, (n1, t1, n2, t2) => {
        const [before, after] = [counted(n1, t1), counted(n2, t2)];
        const { low, high } = rateConfidenceSequence(before, after);
        expect(high < 1).toBe(logEvidenceOfFall(before, after) > evidenceThreshold(0.95));
        expect(low > 1).toBe(logEvidenceOfRise(before, after) > evidenceThreshold(0.95));
        expect(low).toBeLessThanOrEqual(high);
      }),
      { numRuns: 100 },
    );
  });

  it('has no limit on a side that nothing is known about', () => {
    expect(rateConfidenceSequence(counted(0, 90), counted(0, 90))).toEqual({
      low: 0,
      high: Number.POSITIVE_INFINITY,
      level: 0.95,
    });
  });
});

describe('incident-free days still needed', () => {
  it('are the first whole day at which the evidence crosses', () => {
    const before = counted(12, 182);
    const after = counted(1, 40);
    const days = incidentFreeDaysNeeded(before, after)!;
    const at = (more: number) => logEvidenceOfFall(before, counted(1, 40 + more));
    expect(at(days)).toBeGreaterThanOrEqual(evidenceThreshold(0.95));
    expect(at(days - 1)).toBeLessThan(evidenceThreshold(0.95));
  });

  it('are 0 once the fall is shown, and null when no quiet time would ever show it', () => {
    expect(incidentFreeDaysNeeded(counted(30, 182), counted(0, 182))).toBe(0);
    expect(incidentFreeDaysNeeded(counted(0, 182), counted(0, 182))).toBeNull();
  });
});
