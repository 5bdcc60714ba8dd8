import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { durationSample, type ObservedDuration } from './duration-sample.ts';
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

test('whole minutes without a change, whose differences are mostly 0, take no longer than others', () => {
  const random = createRandom(4);
  const sample = () => Array.from({ length: 200_000 }, () => Math.floor(random() * 10));
  const [before, after] = [sample(), sample()];
  const startedMs = performance.now();
  expect(hodgesLehmannShift(before, after)).toMatchObject({ estimate: 0 });
  // Halving towards an exact 0 takes a thousand steps for each of three figures, of about a millisecond each; this takes a few.
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});

describe('the shift while some are open', () => {
  const sample = fc.array(
    fc.record({ duration: fc.integer({ min: 1, max: 40 }), more: fc.nat(60), ended: fc.boolean() }),
    {
      minLength: 4,
      maxLength: 15,
    },
  );
  const seen = (of: readonly { duration: number; ended: boolean }[]) => {
    const those = (ended: boolean) => of.flatMap((each) => (each.ended === ended ? [each.duration] : []));
    return durationSample(those(true), those(false));
  };

  test('has limits that hold whatever becomes of them', () => {
    fc.assert(
      fc.property(sample, sample, (before, after) => {
        const inTheEnd = (of: typeof before) =>
          of.map(({ duration, more, ended }) => (ended ? duration : duration + more));
        const truth = hodgesLehmannShift(inTheEnd(before), inTheEnd(after)).interval;
        const { interval } = hodgesLehmannShift(seen(before), seen(after));
        if (!truth || !interval) return expect(interval).toEqual(truth);
        expect(interval.low).toBeLessThanOrEqual(truth.low);
        expect(interval.high).toBeGreaterThanOrEqual(truth.high);
      }),
    );
  });

  test('is nearly as narrow with one in a hundred open', () => {
    const random = createRandom(6);
    const values = (most: number) => Array.from({ length: 300 }, () => random() * most);
    const [before, after] = [values(60), values(20)];
    const { interval } = hodgesLehmannShift(before, after);
    const open = hodgesLehmannShift(durationSample(before, [20, 40, 50]), durationSample(after, [5, 8, 9]))
      .interval!;
    expect(open.low).toBeGreaterThan(interval!.low - 1.5);
    expect(open.high).toBeLessThan(interval!.high + 1.5);
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
