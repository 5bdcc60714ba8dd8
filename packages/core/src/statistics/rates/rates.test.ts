import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dispersion, dispersionAllowance, effectiveCount, negativeBinomialSize } from './dispersion.ts';
import { improvementProbability } from './improvement-probability.ts';
import { incidentRate } from './incident-rate.ts';
import { blocksOf, countIn, exposureDays, millisecondsPerDay } from './observed-window.ts';
import { rateRatio } from './rate-ratio.ts';

const counted = (count: number, days: number) => ({ count, exposureDays: days });
const blocks = (counts: readonly number[]) => counts.map((count) => counted(count, 28));

describe('observed windows', () => {
  const day = millisecondsPerDay;
  const window = {
    startMs: 0,
    endMs: 10 * day,
    unobserved: [
      { startMs: 2 * day, endMs: 4 * day },
      { startMs: 3 * day, endMs: 5 * day },
      { startMs: 9 * day, endMs: 20 * day },
    ],
  };

  it('subtract what nobody watched, once', () => {
    expect(exposureDays(window)).toBe(6);
  });

  it('do not count incidents that fall where nobody watched, nor at the end, which belongs to the next window', () => {
    expect(countIn(window, [0, 2.5 * day, 6 * day, 10 * day])).toEqual(counted(2, 6));
  });

  it('cut blocks from either end, leaving the remainder out', () => {
    const plain = { startMs: 0, endMs: 10 * day };
    expect(blocksOf(plain, [0, 4 * day], 4, 'start')).toEqual([counted(1, 4), counted(1, 4)]);
    expect(blocksOf(plain, [0, 4 * day], 4, 'end')).toEqual([counted(1, 4), counted(0, 4)]);
  });

  it('drop a block that was watched for less than half of its length instead of reading it as quiet', () => {
    const dark = { startMs: 0, endMs: 8 * day, unobserved: [{ startMs: 0, endMs: 3 * day }] };
    expect(blocksOf(dark, [3.5 * day], 4, 'start')).toEqual([counted(0, 4)]);
  });
});

describe('incident rate', () => {
  // scipy.stats.chi2.ppf, Garwood's formula.
  it.each([
    [0, 90, 0, 1.2475585376065879],
    [3, 180, 0.10461573744797148, 1.4825215225571222],
    [18, 182.625, 1.777990130066588, 4.74129337792133],
  ])('%d in %d days', (count, days, low, high) => {
    const { interval } = incidentRate(counted(count, days));
    expect(interval?.low).toBeCloseTo(low, 9);
    expect(interval?.high).toBeCloseTo(high, 9);
  });

  it('has no rate without exposure', () => {
    expect(incidentRate(counted(0, 0))).toMatchObject({ perMonth: null, interval: null });
  });
});

describe('rate ratio', () => {
  // Limits solved with scipy.optimize.brentq on scipy.stats.binom: exact low and high, mid-p low, high and p-value.
  it.each([
    [
      18, 180, 3, 180, 0.031447777903792905, 0.5709043061707002, 0.039136402636002675, 0.5183188688699565,
      0.0008554458618164064,
    ],
    [5, 100, 0, 200, 0, 0.5456395525912732, 0, 0.4102821015130397, 0.004115226337448561],
    [
      2, 90, 7, 30, 1.9992203406234406, 103.590969160296, 2.337348393508695, 73.75661698935617,
      0.0014495849609375,
    ],
    [
      12, 365, 11, 340, 0.3934339894703635, 2.4361359009759433, 0.42369104728992735, 2.2678288431716958,
      0.9719428106150587,
    ],
    [1, 30, 1, 30, 0.012739367083666617, 78.49683531626285, 0.025641025641025644, 38.999999999999964, 1],
  ])('%d in %d days, then %d in %d', (n1, t1, n2, t2, low, high, midLow, midHigh, p) => {
    const ratio = rateRatio(counted(n1, t1), counted(n2, t2));
    expect(ratio.exact?.low).toBeCloseTo(low, 9);
    expect(ratio.exact!.high / high).toBeCloseTo(1, 9);
    expect(ratio.midP?.low).toBeCloseTo(midLow, 9);
    expect(ratio.midP!.high / midHigh).toBeCloseTo(1, 9);
    expect(ratio.midPValue).toBeCloseTo(p, 9);
  });

  it('has no upper limit when nothing happened before, and no answer when nothing ever happened', () => {
    expect(rateRatio(counted(0, 90), counted(4, 90)).exact?.high).toBe(Number.POSITIVE_INFINITY);
    expect(rateRatio(counted(0, 90), counted(0, 90))).toMatchObject({ estimate: null, exact: null });
    expect(rateRatio(counted(3, 90), counted(0, 0)).estimate).toBeNull();
  });

  it('always holds mid-p within exact, and widens when counts weigh less', () => {
    const days = fc.double({ min: 1, max: 1000, noNaN: true });
    const count = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(
        count,
        days,
        count,
        days,
        fc.double({ min: 1, max: 8, noNaN: true }),
        (n1, t1, n2, t2, factor) => {
          fc.pre(n1 + n2 > 0);
          const { exact, midP } = rateRatio(counted(n1, t1), counted(n2, t2));
          expect(midP!.low).toBeGreaterThanOrEqual(exact!.low * (1 - 1e-9));
          expect(midP!.high).toBeLessThanOrEqual(exact!.high * (1 + 1e-9));
          const wide = rateRatio(
            effectiveCount(counted(n1, t1), factor),
            effectiveCount(counted(n2, t2), factor),
          );
          expect(wide.exact!.low).toBeLessThanOrEqual(exact!.low * (1 + 1e-9));
          expect(wide.exact!.high).toBeGreaterThanOrEqual(exact!.high * (1 - 1e-9));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('dispersion', () => {
  it('is the variance over the mean for equal blocks, around each period’s own mean', () => {
    // Sample variance 4.5, mean 3 (by hand): 1.5. The second period has the same scatter at another level.
    expect(dispersion([blocks([1, 2, 3, 6])]).varianceToMean).toBeCloseTo(14 / 3 / 3, 12);
    expect(dispersion([blocks([3, 3, 3]), blocks([9, 9, 9])]).varianceToMean).toBe(0);
  });

  it('is unknown, not 1, with a single block or next to no incidents', () => {
    expect(dispersion([blocks([7])]).varianceToMean).toBeNull();
    expect(dispersion([blocks([0, 1, 0])]).varianceToMean).toBeNull();
  });

  it('allows for the block length that asks for the most, and never for less than Poisson', () => {
    const even = { blockDays: 7, periods: [blocks([2, 2, 2, 2])] };
    const bursty = { blockDays: 28, periods: [blocks([0, 14, 0, 2, 0, 11])] };
    expect(dispersionAllowance([even])).toMatchObject({ factor: 1, blockDays: null });
    const allowance = dispersionAllowance([even, bursty]);
    expect(allowance.blockDays).toBe(28);
    expect(allowance.factor).toBeGreaterThan(dispersion(bursty.periods).varianceToMean!);
  });

  it('gives the negative binomial its size: variance = mean + mean²/size', () => {
    const size = negativeBinomialSize(3, 4);
    expect(3 + 9 / size).toBeCloseTo(12, 12);
  });
});

describe('probability of an improvement', () => {
  // Quadrature of the two gamma posteriors with mpmath 1.3.
  it.each([
    [18, 180, 3, 180, 0.999699155126495],
    [2, 90, 1, 90, 0.712206590789194],
    [4, 100, 0, 30, 0.865237781663317],
  ])('%d in %d days, then %d in %d: %d', (n1, t1, n2, t2, expected) => {
    expect(improvementProbability(counted(n1, t1), counted(n2, t2))).toBeCloseTo(expected, 9);
  });

  it('is one half when both periods look the same, and unknown without exposure', () => {
    expect(improvementProbability(counted(4, 90), counted(4, 90))).toBeCloseTo(0.5, 12);
    expect(improvementProbability(counted(4, 90), counted(0, 0))).toBeNull();
  });
});
