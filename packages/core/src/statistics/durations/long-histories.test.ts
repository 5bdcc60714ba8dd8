import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import type { ObservedDuration } from './kaplan-meier.ts';
import { logRankTest } from './log-rank.ts';
import { median } from './median-interval.ts';
import { nthDifference } from './pairwise-differences.ts';
import { hodgesLehmannShift } from './shift.ts';

const values = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 1e6, noNaN: true })),
  {
    minLength: 1,
    maxLength: 25,
  },
);

describe('nthDifference', () => {
  test('is what sorting all differences gives, ties included', () => {
    fc.assert(
      fc.property(values, values, (before, after) => {
        const sorted = after.flatMap((late) => before.map((early) => late - early)).sort((a, b) => a - b);
        const [early, late] = [Float64Array.from(before).sort(), Float64Array.from(after).sort()];
        sorted.forEach((difference, k) => {
          expect(nthDifference(early, late, k) + 0).toBe(difference + 0);
        });
        expect(hodgesLehmannShift(before, after).estimate! + 0).toBe(median(sorted)! + 0);
      }),
    );
  });

  test('20,000 against 20,000 need neither their 400 million differences nor long', () => {
    const random = createRandom(3);
    const sample = (shift: number) => Array.from({ length: 20_000 }, () => shift + random() * 100);
    const { estimate, interval } = hodgesLehmannShift(sample(0), sample(5));
    expect(interval!.low).toBeLessThan(5);
    expect(interval!.high).toBeGreaterThan(5);
    expect(estimate).toBeCloseTo(5, 0);
  });
});

/** As the definition says it, one look at everybody for each time. */
function bySteps(before: readonly ObservedDuration[], after: readonly ObservedDuration[]) {
  const all = [...before, ...after];
  const times = [...new Set(all.filter(({ ended }) => ended).map(({ duration }) => duration))];
  const count = (of: readonly ObservedDuration[], test: (each: ObservedDuration) => boolean) =>
    of.filter(test).length;
  let observed = 0;
  let expected = 0;
  for (const time of times) {
    const endsNow = ({ duration, ended }: ObservedDuration) => ended && duration === time;
    const atRisk = ({ duration }: ObservedDuration) => duration >= time;
    observed += count(after, endsNow);
    expected += (count(all, endsNow) * count(after, atRisk)) / count(all, atRisk);
  }
  return { observed, expected };
}

test('the log-rank test in one pass agrees with its definition', () => {
  const durations = fc.array(fc.record({ duration: fc.integer({ min: 1, max: 12 }), ended: fc.boolean() }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(durations, durations, (before, after) => {
      const { observed, expected } = logRankTest(before, after);
      const slow = bySteps(before, after);
      expect(observed).toBe(slow.observed);
      expect(expected).toBeCloseTo(slow.expected, 9);
    }),
  );
});
