import { describe, expect, it } from 'vitest';
import { compareDurations } from './compare-durations.ts';
import { kaplanMeier, medianDuration } from './kaplan-meier.ts';
import { logRankTest } from './log-rank.ts';
import { medianInterval } from './median-interval.ts';
import { rankTest } from './rank-test.ts';
import { hodgesLehmannShift } from './shift.ts';

const before = [25, 31, 12, 44, 19, 22, 57, 38, 29, 15];
const after = [3, 9, 14, 8, 21, 6, 11];
const ended = (values: readonly number[]) => values.map((duration) => ({ duration, ended: true }));

describe('median with its interval', () => {
  it('takes the order statistics whose binomial coverage reaches the level', () => {
    // Ranks 2 and 9 of 10, coverage 0.978515625 = 1 − 2·11/1024 (Conover, table A3).
    const { median, interval } = medianInterval(before);
    expect(median).toBe(27);
    expect(interval).toEqual({ low: 15, high: 44, level: 1 - 22 / 1024 });
  });

  it('has no 95 % interval from five values, and one from six', () => {
    expect(medianInterval([1, 2, 3, 4, 5]).interval).toBeNull();
    expect(medianInterval([1, 2, 3, 4, 5, 6]).interval).toEqual({ low: 1, high: 6, level: 1 - 2 / 64 });
    expect(medianInterval([])).toEqual({ count: 0, median: null, interval: null });
  });
});

describe('rank test', () => {
  it('agrees with scipy.stats.mannwhitneyu(method="exact")', () => {
    const test = rankTest(before, after);
    expect(test.u).toBe(4);
    expect(test.pValue).toBeCloseTo(0.0012340600575894694, 12);
  });

  it('is exact with ties: scipy.stats.permutation_test over all orders', () => {
    const test = rankTest([5, 5, 8, 12, 12, 20], [1, 2, 5, 5, 8]);
    expect(test.pLower).toBeCloseTo(0.0367965367965368, 12);
    expect(test.pHigher).toBeCloseTo(0.9891774891774892, 12);
  });

  it('agrees with scipy.stats.mannwhitneyu(method="asymptotic") for many values', () => {
    const many = [
      40, 48, 2, 48, 28, 31, 38, 17, 58, 4, 17, 23, 34, 25, 8, 3, 1, 3, 9, 59, 12, 39, 45, 14, 17, 26, 16, 58,
      11, 53, 48, 50, 7, 24, 38, 30, 40, 40, 40, 4, 57, 33, 54, 17, 22,
    ];
    const later = [
      44, 10, 4, 19, 34, 6, 43, 17, 12, 27, 44, 44, 43, 16, 1, 39, 35, 38, 1, 2, 25, 17, 22, 46, 10, 26, 16,
      15, 40, 8, 16, 6, 8, 14, 35, 29, 22, 9, 40, 40,
    ];
    const test = rankTest(many, later);
    expect(test.exact).toBe(false);
    expect(test.pValue).toBeCloseTo(0.16124516870623573, 10);
  });

  it('knows that three against three can never be significant', () => {
    expect(rankTest([10, 11, 12], [1, 2, 3])).toMatchObject({
      pValue: 0.1,
      smallestPossible: expect.closeTo(0.1, 12),
    });
  });
});

describe('Hodges–Lehmann shift', () => {
  it('is the median difference, its limits those of the rank test', () => {
    // Median and order statistics with NumPy; qwilcox(0.025, 10, 7) = 15 by exact recursion over whole numbers.
    expect(hodgesLehmannShift(before, after)).toEqual({
      estimate: -17,
      interval: { low: -30, high: -7, level: 0.95 },
    });
  });

  it('has no interval from three against three', () => {
    expect(hodgesLehmannShift([10, 11, 12], [1, 2, 3])).toEqual({ estimate: -9, interval: null });
    expect(hodgesLehmannShift([], [1])).toEqual({ estimate: null, interval: null });
  });
});

describe('Kaplan–Meier', () => {
  // The 6-MP arm and the placebo arm of Freireich et al. 1963, as in Gehan 1965 and R's MASS::gehan.
  const treated = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35].map(
    (duration, index) => ({ duration, ended: [0, 1, 2, 4, 6, 9, 10, 14, 15].includes(index) }),
  );
  const placebo = ended([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]);

  it('agrees with scipy.stats.ecdf and its log-log limits', () => {
    const steps = kaplanMeier(treated);
    expect(steps.map(({ time }) => time)).toEqual([6, 7, 10, 13, 16, 22, 23]);
    const expected = [0.85714286, 0.80672269, 0.75294118, 0.69019608, 0.62745098, 0.53781513, 0.44817927];
    const low = [0.61971796, 0.56314656, 0.50319951, 0.43161022, 0.36751086, 0.26777894, 0.18805201];
    const high = [0.95155175, 0.92280902, 0.88936184, 0.84906596, 0.80491219, 0.74679072, 0.68014263];
    steps.forEach(({ survival, interval }, i) => {
      expect(survival).toBeCloseTo(expected[i]!, 7);
      expect(interval?.low).toBeCloseTo(low[i]!, 7);
      expect(interval?.high).toBeCloseTo(high[i]!, 7);
    });
  });

  it('reads the median and its limits off the curve; R prints 23 (13, NA) for this arm with conf.type="log-log"', () => {
    expect(medianDuration(treated)).toMatchObject({
      median: 23,
      stillOpen: 12,
      interval: { low: 13, high: Number.POSITIVE_INFINITY },
    });
  });

  it('has no median while most incidents are still open, and none from none', () => {
    const mostlyOpen = [...ended([5]), { duration: 9, ended: false }, { duration: 9, ended: false }];
    expect(medianDuration(mostlyOpen).median).toBeNull();
    expect(medianDuration([])).toMatchObject({ count: 0, median: null, interval: null });
  });

  it('compares both arms by log-rank as scipy.stats.logrank does', () => {
    const test = logRankTest(treated, placebo);
    expect(test.chiSquare).toBeCloseTo(16.792940989216536, 9);
    expect(test.pValue).toBeCloseTo(4.168809109334529e-5, 12);
  });

  it('says that durations got shorter only where the sizes could show it', () => {
    expect(compareDurations(treated, placebo)).toMatchObject({
      answer: 'shorter',
      test: 'log-rank',
      // More than half of one side is open: whatever becomes of them, the others end at least 2 weeks sooner.
      shift: { estimate: null, interval: { low: Number.NEGATIVE_INFINITY, high: -2 } },
    });
    expect(compareDurations(ended(before), ended(after))).toMatchObject({ answer: 'shorter', test: 'rank' });
    expect(compareDurations(ended(after), ended(before)).answer).toBe('longer');
    expect(compareDurations(ended(before), ended(before)).answer).toBe('no-difference-shown');
    const three = compareDurations(ended([100, 110, 120]), ended([1, 2, 3]));
    expect(three.answer).toBe('not-possible');
    expect(three.why).toBe('3 ended incidents before and 3 after cannot answer this, whatever their values.');
    expect(compareDurations([], []).answer).toBe('not-possible');
  });
});
