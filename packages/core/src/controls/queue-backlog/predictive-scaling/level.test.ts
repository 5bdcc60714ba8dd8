import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, samplePoisson } from '../../../statistics/random.ts';
import type { RateSeries } from '../../load/arrivals.ts';
import { levelOf } from './level.ts';

function series(rates: readonly number[], seconds = 10): RateSeries {
  return { rates, timesMs: rates.map((_, i) => i * seconds * 1000), secondsLong: rates.map(() => seconds) };
}

function poisson(seed: number, means: readonly number[], seconds = 10): RateSeries {
  const random = createRandom(seed);
  return series(
    means.map((mean) => samplePoisson(random, mean * seconds) / seconds),
    seconds,
  );
}

const repeat = (count: number, value: number) => Array.from({ length: count }, () => value);

describe('level', () => {
  it('is unknown without readings', () => {
    expect(levelOf(series([]), 1)).toBeUndefined();
  });

  it('P6: uses the whole past while nothing changes, so that its error is small', () => {
    const level = levelOf(poisson(1, repeat(60, 20)), 1)!;
    expect(level.readings).toBe(60);
    expect(Math.abs(level.rate - 20)).toBeLessThan(4 * level.error);
    expect(level).toMatchObject({ slope: 0, before: level.rate });
  });

  it('P4: forgets the past at once when a step stands out', () => {
    const level = levelOf(poisson(2, [...repeat(58, 8), 80, 80]), 1)!;
    expect(level.readings).toBe(2);
    expect(level.rate).toBeGreaterThan(70);
    expect(level.before).toBeLessThan(10);
  });

  it('P7: sees a ramp as a trend, and carries its newest value', () => {
    const ramp = Array.from({ length: 20 }, (_, i) => 20 + i * 4);
    const level = levelOf(poisson(3, [...repeat(40, 20), ...ramp]), 1)!;
    expect(level.slope * 10).toBeGreaterThan(2);
    expect(level.slope * 10).toBeLessThan(6);
    expect(Math.abs(level.rate - 96)).toBeLessThan(10);
  });

  it('P6: asks more of bursty arrivals than of smooth ones', () => {
    const random = createRandom(4);
    const bursty = repeat(60, 0).map(() => (random() < 0.2 ? 60 : 4));
    const smooth = poisson(4, repeat(60, 15));
    expect(levelOf(series(bursty), 1)!.dispersion).toBeGreaterThan(20 * levelOf(smooth, 1)!.dispersion);
  });

  it('P6: takes noise for a shift less than once in 500 readings', () => {
    let shifts = 0;
    for (let seed = 0; seed < 60; seed++) {
      const noise = poisson(1000 + seed, repeat(300, 12));
      for (let end = 60; end <= 300; end += 4) {
        const cut = (list: readonly number[]) => list.slice(end - 60, end);
        const window = {
          rates: cut(noise.rates),
          timesMs: cut(noise.timesMs),
          secondsLong: cut(noise.secondsLong),
        };
        if (levelOf(window, 1)!.readings < 8) shifts++;
      }
    }
    expect(shifts / (60 * 61)).toBeLessThan(1 / 500);
  });

  it('is finite and never negative, whatever is read', () => {
    const reading = fc.tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 60 }), (readings) => {
        let seconds = 0;
        const timesMs = readings.map(([, wait]) => {
          seconds += wait;
          return seconds * 1000;
        });
        const rates = readings.map(([rate]) => rate);
        const level = levelOf({ rates, timesMs, secondsLong: readings.map(([, wait]) => wait) }, 1)!;
        for (const figure of Object.values(level)) expect(Number.isFinite(figure)).toBe(true);
        expect(level.rate).toBeGreaterThanOrEqual(0);
        expect(level.dispersion).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
