import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectionRule } from '../../../detection/index.ts';
import type { Window } from '../../../model/signal.ts';
import { findEpisodes, recordedInterval, resolutionRows, sayGain, seenAt } from './index.ts';
import { sample } from './sampling.ts';

const rule = detectionRule('queue_backlog', { above: 200, forMs: 0, normalBelow: 100, normalForMs: 10_000 });
const second = 1_000;

/** A second a reading: level, then a rise through the threshold at 300 s, then level again. */
function ramp(perSecond: number, { stepMs = second, seconds = 900 } = {}): Window {
  const timesMs: number[] = [];
  const values: number[] = [];
  for (let atMs = 0; atMs <= seconds * second; atMs += stepMs) {
    const s = atMs / second;
    timesMs.push(atMs);
    values.push(s < 600 ? Math.max(0, 200 + (s - 300) * perSecond) : 0);
  }
  return { timesMs, values };
}

describe('what was recorded', () => {
  test('R1: an incident begins where the line passes the threshold', () => {
    const recorded = ramp(7, { stepMs: 10_000 });
    const [episode, ...more] = findEpisodes(recorded, recordedInterval(recorded), rule);
    expect(more).toEqual([]);
    expect(episode!.onsetMs).toBeCloseTo(300_000, 0);
    expect(episode!.untilMs).toBeGreaterThan(600_000);
  });

  test('R4: a level is read on the line, a rate over the time since the last reading', () => {
    const recorded = { timesMs: [0, 10, 20, 30, 40], values: [0, 10, 20, 30, 40] };
    expect(sample(recorded, 10, { intervalMs: 20, phaseMs: 5, kind: 'level' }).values).toEqual([5, 25]);
    expect(sample(recorded, 10, { intervalMs: 20, phaseMs: 20, kind: 'since-last' }).values).toEqual([
      15, 35,
    ]);
  });

  test('R7: nothing is read within a gap', () => {
    const recorded = { timesMs: [0, 10, 20, 100, 110], values: [1, 1, 1, 9, 9] };
    const { timesMs } = sample(recorded, 10, { intervalMs: 15, phaseMs: 0, kind: 'level' });
    expect(timesMs).toEqual([0, 15, 105]);
  });
});

describe('how late it would have been seen', () => {
  test('R2, R3: on average half an interval late, at worst a whole one', () => {
    const recorded = ramp(1);
    const [episode] = findEpisodes(recorded, second, rule);
    for (const { intervalMs, meanMs, worstMs, missed } of seenAt(
      recorded,
      second,
      episode!,
      rule,
      [60_000, 10_000],
    )) {
      expect(meanMs / intervalMs).toBeGreaterThan(0.4);
      expect(meanMs / intervalMs).toBeLessThan(0.6);
      expect(worstMs).toBeLessThanOrEqual(intervalMs);
      expect(missed).toBe(0);
    }
  });

  test('R2: a rule that asks for 30 s needs two readings, and the second may be late', () => {
    const recorded = ramp(1);
    const [episode] = findEpisodes(recorded, second, rule);
    const held = { ...rule, forMs: 30_000 };
    const [coarse, fine] = seenAt(recorded, second, episode!, held, [60_000, 10_000]);
    expect(coarse!.meanMs).toBeCloseTo(90_000, -4);
    expect(fine!.meanMs).toBeCloseTo(35_000, -4);
    const [from, to] = resolutionRows([{ seen: [coarse!, fine!] }]);
    expect(sayGain(from!, to!)).toMatch(/^60 s → 10 s: detected 5\d s earlier \(−6\d %\)\.$/);
  });

  test('R5, R6: an incident shorter than the interval is missed by some phases, and then does not count in the comparison', () => {
    const timesMs = Array.from({ length: 600 }, (_, i) => i * second);
    const values = timesMs.map((atMs) => (atMs >= 300_000 && atMs < 320_000 ? 500 : 0));
    const recorded = { timesMs, values };
    const [episode] = findEpisodes(recorded, second, rule);
    const seen = seenAt(recorded, second, episode!, rule, [60_000, 10_000]);
    expect(seen[0]!.missed).toBeGreaterThan(0.5);
    expect(seen[1]!.missed).toBe(0);
    const neverSeen = {
      seen: [{ ...seen[0]!, meanMs: Number.NaN, worstMs: Number.NaN, missed: 1 }, seen[1]!],
    };
    const rows = resolutionRows([neverSeen]);
    expect(rows[0]!.meanMs).toBeNaN();
    expect(sayGain(rows[0]!, rows[1]!)).toContain('no incident is seen at both');
  });

  test('R8: finer than the record is marked', () => {
    const recorded = ramp(1, { stepMs: 10_000 });
    const [episode] = findEpisodes(recorded, 10_000, rule);
    const seen = seenAt(recorded, 10_000, episode!, rule, [60_000, 10_000, 1_000]);
    expect(seen.map(({ assumed }) => assumed)).toEqual([false, false, true]);
    // Readings that come a little late are no coarser for that.
    const [late] = seenAt(ramp(1, { stepMs: 10_030 }), 10_030, episode!, rule, [10_000]);
    expect(late!.assumed).toBe(false);
  });

  test('R2: never earlier than the onset, and never later than the interval and the rule ask for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.2, max: 50, noNaN: true }),
        (everyS, steep) => {
          const recorded = ramp(steep);
          const [episode] = findEpisodes(recorded, second, rule);
          const [seen] = seenAt(recorded, second, episode!, { ...rule, forMs: 15_000 }, [everyS * second]);
          expect(seen!.meanMs).toBeGreaterThanOrEqual(15_000);
          expect(seen!.worstMs).toBeLessThanOrEqual(15_000 + 2 * everyS * second + second);
        },
      ),
    );
  });
});
