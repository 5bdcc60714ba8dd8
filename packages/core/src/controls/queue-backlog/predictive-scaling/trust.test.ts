import { expect, it } from 'vitest';
import { createRandom, samplePoisson } from '../../../statistics/random.ts';
import type { Level } from './level.ts';
import { followRises, noRises, type Rises, trusted } from './trust.ts';

const leadMs = 46_000;
const rising: Level = {
  ...{ rate: 100, error: 2, slope: 2, slopeError: 0.1, seenSeconds: 60 },
  ...{ before: 80, readings: 30, dispersion: 1 },
};

/** So many rises of 2 a second each second, a minute apart; a start-up time after each the rate is what `came` says. */
function after(count: number, came: (nth: number) => number): Rises {
  let rises = noRises;
  for (let nth = 0; nth < count; nth++) {
    const nowMs = nth * 60_000;
    rises = followRises(rises, nowMs, rising, leadMs);
    rises = followRises(rises, nowMs + leadMs, { ...rising, rate: came(nth), slope: 0 }, leadMs);
  }
  return rises;
}

it('P29: believes in large rises until twenty were seen', () => {
  expect(
    trusted(
      rising,
      after(19, () => 60),
      leadMs,
    ),
  ).toEqual(rising);
  expect(
    trusted(
      rising,
      after(20, () => 60),
      leadMs,
    ).slope,
  ).toBeLessThan(1);
});

it('P29: one of the last twenty that came is enough to believe in the next', () => {
  expect(
    trusted(
      rising,
      after(30, (nth) => (nth === 12 ? 220 : 60)),
      leadMs,
    ),
  ).toEqual(rising);
  expect(
    trusted(
      rising,
      after(40, (nth) => (nth === 12 ? 220 : 60)),
      leadMs,
    ),
  ).not.toEqual(rising);
});

it('P29: of a large rise at least a quarter of the level is believed, and small ones are not looked at', () => {
  const fell = after(20, () => 60);
  const small = { ...rising, slope: 0.4 };
  expect(trusted(small, fell, leadMs)).toEqual(small);
  const believed = trusted(rising, fell, leadMs).slope;
  expect(believed).toBeGreaterThan(0.4);
  expect(trusted({ ...rising, slope: 4 }, fell, leadMs).slope).toBeCloseTo(believed, 6);
  expect(trusted({ ...rising, slope: -4 }, fell, leadMs).slope).toBe(-4);
});

it('P29: noise alone teaches nothing', () => {
  const random = createRandom(3);
  let rises = noRises;
  for (let second = 0; second < 3600; second++) {
    const rate = samplePoisson(random, 100);
    rises = followRises(rises, second * 1000, { ...rising, rate, slope: 0 }, leadMs);
  }
  expect(rises).toEqual(noRises);
});
