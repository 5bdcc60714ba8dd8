import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom, samplePoisson } from '../../../statistics/index.ts';
import { baseBefore, followSurges, noSurges, riseQuantile } from './surges.ts';

const options = { baseMs: 600_000, leadMs: 25_000, lookBackMs: 14 * 86_400_000 };
const windowOf = (values: readonly number[], everyMs = 10_000) => ({
  timesMs: values.map((_, i) => (i + 1) * everyMs),
  values,
});
const repeat = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const surgesOf = (values: readonly number[]) => followSurges(noSurges, windowOf(values), options).surges;

it('S2: a surge is counted by what came before a replica ordered at its beginning could have worked', () => {
  const slow = [...repeat(60, 10), 40, 60, 80, 200, 300, ...repeat(60, 10)];
  expect(surgesOf(slow)).toEqual([{ atMs: 610_000, base: 10, rise: 70 }]);
});

it('S2: bursts are none, whatever the rate', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 300 }), (seed, rate) => {
      const random = createRandom(seed);
      expect(surgesOf(Array.from({ length: 360 }, () => samplePoisson(random, rate * 10) / 10))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

it('S3: what stays is a new level, and what comes on top of it is measured from there', () => {
  const level = [...repeat(60, 10), ...repeat(400, 50)];
  expect(surgesOf(level)).toEqual([]);
  expect(surgesOf([...level, 200, 10])).toMatchObject([{ base: 50, rise: 150 }]);
});

it('S6: what a surge brought is not what is usual afterwards', () => {
  const window = windowOf([...repeat(60, 10), ...repeat(45, 100), ...repeat(20, 10)]);
  const record = followSurges(noSurges, window, options);
  expect(record.surges).toHaveLength(1);
  expect(baseBefore(window, window.values.length, options.baseMs, record)).toBe(10);
});

it('S5: surges are forgotten after their time', () => {
  const day = 8_640;
  const values = [...repeat(60, 10), 100, ...repeat(day, 10), 90, 10];
  const kept = followSurges(noSurges, windowOf(values), { ...options, lookBackMs: 3_600_000 });
  expect(kept.surges.map(({ rise }) => rise)).toEqual([80]);
});

it('S9: the same comes out reading by reading', () => {
  const rate = fc.oneof(fc.constant(10), fc.integer({ min: 0, max: 200 }));
  fc.assert(
    fc.property(fc.array(rate, { minLength: 80, maxLength: 200 }), (values) => {
      const window = windowOf(values);
      let record = noSurges;
      for (let i = 1; i <= values.length; i++) {
        const seen = { timesMs: window.timesMs.slice(0, i), values: window.values.slice(0, i) };
        record = followSurges(record, seen, options);
      }
      expect(record).toEqual(followSurges(noSurges, window, options));
    }),
    { numRuns: 50 },
  );
});

it('S4: the quantile of the rises is one of them', () => {
  const surges = [10, 40, 20, 30, 50].map((rise, i) => ({ atMs: i, base: 1, rise }));
  expect(riseQuantile({ ...noSurges, surges }, 0.8)).toBe(40);
  expect(riseQuantile({ ...noSurges, surges }, 1)).toBe(50);
  expect(riseQuantile(noSurges, 0.9)).toBe(0);
});
