import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { millisecondsPerDay } from '../rates/observed-window.ts';
import { poissonRegression } from './poisson-regression.ts';
import { ratePrior, regressionToMean } from './regression-to-mean.ts';
import { sharedCredit } from './shared-credit.ts';
import { rolloutEffects, type ServiceHistory } from './staggered-rollout.ts';

const day = millisecondsPerDay;

/** Three stretches of 100, 60 and 80 days with these many incidents in each. */
const service = (name: string, counts: readonly [number, number, number]): ServiceHistory => {
  const starts = [0, 100, 160];
  const days = [100, 60, 80];
  return {
    service: name,
    window: { startMs: 0, endMs: 240 * day },
    incidentTimesMs: counts.flatMap((count, i) =>
      Array.from({ length: count }, (_, k) => (starts[i]! + ((k + 0.5) / count) * days[i]!) * day),
    ),
  };
};
const fleet = [
  service('a', [12, 3, 4]),
  service('b', [20, 11, 5]),
  service('c', [9, 6, 3]),
  service('d', [15, 10, 14]),
];
const rollout = (prevention: string, name: string, atDay: number) => ({
  prevention,
  service: name,
  atMs: atDay * day,
});

describe('staggered roll-outs', () => {
  it('separate two preventions by one fit', () => {
    // Maximum of the same likelihood by scipy.optimize (root of the score, tolerance 1e-14).
    const [breaker, canary] = rolloutEffects(fleet, [
      rollout('breaker', 'a', 100),
      rollout('breaker', 'b', 160),
      rollout('canary', 'b', 160),
      rollout('canary', 'c', 160),
    ]);
    expect(breaker?.ratio).toBeCloseTo(0.48735654, 7);
    expect(breaker?.interval?.low).toBeCloseTo(0.20742007, 7);
    expect(breaker?.interval?.high).toBeCloseTo(1.14509843, 7);
    expect(canary?.ratio).toBeCloseTo(0.51303978, 7);
    expect(canary?.interval?.high).toBeCloseTo(1.37347403, 7);
  });

  it('say so where preventions cannot be told apart, or from the time they came at', () => {
    const everywhere = fleet.map(({ service: name }) => rollout('breaker', name, 100));
    expect(rolloutEffects(fleet, everywhere)[0]).toMatchObject({ answer: 'not-separable', ratio: null });
    const together = ['breaker', 'canary'].flatMap((id) => [rollout(id, 'a', 100), rollout(id, 'b', 160)]);
    expect(rolloutEffects(fleet, together).map(({ answer }) => answer)).toEqual([
      'not-separable',
      'not-separable',
    ]);
  });

  it('give no ratio, rather than zero, where nothing happened since', () => {
    const quiet = [service('a', [12, 0, 0]), ...fleet.slice(1)];
    const [effect] = rolloutEffects(quiet, [rollout('breaker', 'a', 100)]);
    expect(effect).toMatchObject({ answer: 'no-incidents-since', ratio: null });
  });
});

describe('Poisson regression', () => {
  it('finds the ratio of two rates, with the standard error √(1/a + 1/b)', () => {
    const fit = poissonRegression([
      { count: 18, exposureDays: 180, columns: [1, 0] },
      { count: 6, exposureDays: 120, columns: [1, 1] },
    ])!;
    expect(Math.exp(fit.coefficients[1]!)).toBeCloseTo(0.5, 10);
    expect(Math.sqrt(fit.covariance[1]![1]!)).toBeCloseTo(Math.sqrt(1 / 18 + 1 / 6), 8);
  });
});

describe('shared credit', () => {
  const period = { startMs: 0, endMs: 100 * day };

  it('goes in equal parts to those active at the same time, and says so', () => {
    const credit = sharedCredit(
      [
        { id: 'breaker', activeFromMs: 0 },
        { id: 'canary', activeFromMs: 60 * day },
      ],
      [10 * day, 90 * day],
      0.1,
      period,
    );
    // Alone: 6 expected, 1 seen. Together: 4 expected, 1 seen.
    expect(credit[0]).toMatchObject({ id: 'breaker', sharedWith: ['canary'], aloneShare: 0.6 });
    expect(credit[0]!.avoided).toBeCloseTo(5 + 1.5, 12);
    expect(credit[1]!.avoided).toBeCloseTo(1.5, 12);
    expect(credit[1]).toMatchObject({ sharedWith: ['breaker'], aloneShare: 0 });
  });

  it('always adds up to what was avoided while anything was active', () => {
    const starts = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(starts, fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 30 }), (from, incidents) => {
        const preventions = from.map((start, i) => ({ id: `p${i}`, activeFromMs: start * day }));
        const first = Math.min(...from);
        const credit = sharedCredit(
          preventions,
          incidents.map((at) => at * day),
          0.2,
          period,
        );
        const sum = credit.reduce((total, { avoided }) => total + avoided, 0);
        expect(sum).toBeCloseTo(0.2 * (100 - first) - incidents.filter((at) => at >= first).length, 9);
      }),
      { numRuns: 100 },
    );
  });
});

describe('regression to the mean', () => {
  const months = (counts: readonly number[]) => counts.map((count) => ({ count, exposureDays: 30 }));

  it('fits the prior by moments: equal exposures give mean²/(variance − mean)', () => {
    // Counts 0, 4, 2, 10: mean 4, sample variance 56/3; shape = 16 / (56/3 − 4), by hand.
    const prior = ratePrior(months([0, 4, 2, 10]))!;
    expect(prior.shape).toBeCloseTo(16 / (56 / 3 - 4), 10);
    expect(prior.shape / prior.rateDays).toBeCloseTo(4 / 30, 12);
  });

  it('flags a prevention begun after a burst, with the fall that needs no fix', () => {
    const result = regressionToMean({ count: 9, exposureDays: 30 }, months([2, 1, 3, 2, 1, 2, 3, 2]))!;
    expect(result.flagged).toBe(true);
    // The months scatter less than chance: their one rate is (16.5 + 9) / (240 + 30) a day.
    expect(result.expectedFall).toBeCloseTo(1 - 25.5 / 270 / (9 / 30), 12);
  });

  it('does not flag a month like the others, and has no answer without comparison', () => {
    expect(regressionToMean({ count: 2, exposureDays: 30 }, months([2, 1, 3, 2]))).toMatchObject({
      flagged: false,
    });
    expect(regressionToMean({ count: 9, exposureDays: 30 }, months([2, 1]))).toBeNull();
    expect(ratePrior(months([2, 2, 2, 2]))).toBeNull();
  });
});
