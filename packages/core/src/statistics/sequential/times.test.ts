import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationSample } from '../durations/duration-sample.ts';
import { millisecondsPerDay } from '../rates/observed-window.ts';
import { timesClaim } from './times-claim.ts';
import { timesEvidence } from './times-evidence.ts';

/** All ways to choose `count` of the numbers 1 to `of`. */
function choices(of: number, count: number): number[][] {
  if (count === 0) return [[]];
  if (of < count) return [];
  return [...choices(of - 1, count), ...choices(of - 1, count - 1).map((chosen) => [...chosen, of])];
}
const others = (of: number, chosen: readonly number[]) =>
  Array.from({ length: of }, (_, i) => i + 1).filter((value) => !chosen.includes(value));

describe('evidence from the order of durations', () => {
  it.each(['shorter', 'longer'] as const)('expects exactly 1 of chance alone: %s', (direction) => {
    const all = choices(9, 4);
    const sum = all.reduce((total, after) => {
      const evidence = timesEvidence(durationSample(others(9, after)), durationSample(after), direction);
      return total + Math.exp(evidence);
    }, 0);
    expect(sum / all.length).toBeCloseTo(1, 12);
  });

  it('is the partial likelihood of Cox, mixed over the alternatives', () => {
    // Two after end first, then two before: θ/(2θ+2) · θ/(θ+2) · 1/2 · 1 against 1/4 · 1/3 · 1/2 · 1.
    const speeds = [1.05, 1.1, 1.2, 1.4, 1.7, 2, 2.7, 4, 7, 15];
    const ratio = (t: number) => 12 * (t / (2 * t + 2)) * (t / (t + 2));
    const mean = speeds.reduce((sum, t) => sum + ratio(t), 0) / speeds.length;
    const evidence = timesEvidence(durationSample([30, 40]), durationSample([10, 20]), 'shorter');
    expect(Math.exp(evidence)).toBeCloseTo(mean, 12);
  });

  it('with some open is never more than what it turns out to be', () => {
    const sample = fc.array(
      fc.record({ duration: fc.integer({ min: 1, max: 30 }), more: fc.nat(40), ended: fc.boolean() }),
      { minLength: 1, maxLength: 10 },
    );
    fc.assert(
      fc.property(sample, sample, fc.constantFrom('shorter', 'longer'), (before, after, direction) => {
        const seen = (of: typeof before) =>
          durationSample(
            of.flatMap(({ ended, duration }) => (ended ? [duration] : [])),
            of.flatMap(({ ended, duration }) => (ended ? [] : [duration])),
          );
        const inTheEnd = (of: typeof before) =>
          durationSample(of.map(({ ended, duration, more }) => (ended ? duration : duration + more)));
        expect(timesEvidence(seen(before), seen(after), direction)).toBeLessThanOrEqual(
          timesEvidence(inTheEnd(before), inTheEnd(after), direction) + 1e-9,
        );
      }),
    );
  });
});

describe('a claim about times', () => {
  /** One a week from a week on, with these durations. */
  const weekly = (week: number, durations: readonly number[]) =>
    durations.map((duration, i) => ({
      startedAtMs: (week + i) * 7 * millisecondsPerDay,
      duration,
      ended: true,
    }));
  const at0 = { beforeEndMs: 0, afterStartMs: 0 };
  const scattered = (length: number, about: number) =>
    Array.from({ length }, (_, i) => about * (1 + ((i * 7) % 11) / 11));

  it('is made after a dozen weeks of a clear fall, and the other way about', () => {
    const [long, short] = [scattered(26, 25), scattered(14, 4)];
    expect(timesClaim(weekly(-26, long), weekly(0, short), at0).claim).toBe('shorter');
    expect(
      timesClaim(weekly(-26, short.concat(short).slice(0, 26)), weekly(0, long.slice(0, 14)), at0).claim,
    ).toBe('longer');
  });

  it('is not made before the four-week medians rank apart, however many incidents there were', () => {
    const dense = Array.from({ length: 80 }, (_, i) => ({
      startedAtMs: i * 0.5 * millisecondsPerDay,
      duration: 4 + (i % 7) / 10,
      ended: true,
    }));
    const { claim, logEvidenceShorter } = timesClaim(weekly(-26, scattered(26, 25)), dense, at0);
    expect(logEvidenceShorter).toBeGreaterThan(Math.log(40));
    expect(claim).toBe('none');
  });

  it('counts several as one where whole months are good or bad', () => {
    const months = Array.from({ length: 60 }, (_, i) => 20 + (Math.floor(i / 4) % 2) * 30 + (i % 4));
    expect(timesClaim(weekly(-60, months), weekly(0, months.slice(0, 20)), at0).dispersion).toBeGreaterThan(
      2,
    );
    expect(timesClaim(weekly(-60, scattered(60, 25)), [], at0).dispersion).toBe(1);
  });
});
