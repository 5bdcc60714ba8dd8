import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Level } from './level.ts';
import { needOf, type Situation } from './need.ts';
import { defaults } from './test-world.ts';

const level: Level = {
  rate: 80,
  error: 0,
  slope: 0,
  slopeError: 0,
  seenSeconds: 120,
  before: 80,
  readings: 60,
  dispersion: 1,
};
const situation: Situation = {
  depth: 0,
  level,
  replicas: { desired: 20, ready: 20, starting: 0 },
  perReplica: 10,
  startupMs: 10_000,
  startingReadyInMs: 10_000,
  intervalMs: 10_000,
  surprise: undefined,
};

it('P10: keeps the forecast arrivals under the target utilisation', () => {
  expect(needOf(situation, defaults).replicas).toBe(11);
  expect(needOf(situation, { ...defaults, targetUtilisation: 0.5 }).replicas).toBe(16);
});

it('P10: drains what will be waiting when the replicas are ready, within the time that is set', () => {
  const behind = { ...situation, depth: 650, replicas: { desired: 2, ready: 2, starting: 0 } };
  const need = needOf(behind, defaults);
  expect(need.leadMs).toBe(20_000);
  expect(need.backlog).toBeCloseTo(650 + 60 * 20 - 50, 3);
  expect(need.replicas).toBe(Math.ceil((80 + need.backlog / 60) / 10));
  expect(needOf(behind, { ...defaults, drainWithinMs: 20_000 }).replicas).toBe(
    Math.ceil((80 + need.backlog / 20) / 10),
  );
});

it('P9: counts replicas that are starting as coming: with them less will be waiting', () => {
  const alone = { ...situation, depth: 650, replicas: { desired: 2, ready: 2, starting: 0 } };
  const coming = { ...alone, replicas: { desired: 12, ready: 2, starting: 10 } };
  expect(needOf(coming, defaults).backlog).toBeLessThan(needOf(alone, defaults).backlog);
  const settled = { ...situation, replicas: { desired: 11, ready: 2, starting: 9 }, startingReadyInMs: 5000 };
  expect(needOf(settled, defaults).replicas).toBeLessThanOrEqual(12);
});

it('P6: what is in doubt is not bought, and what may be needed is not given back', () => {
  const doubtful = { ...situation, level: { ...level, rate: 74, error: 4 } };
  const need = needOf(doubtful, defaults);
  expect(need.replicas).toBe(10);
  expect(need.toStay).toBe(12);
});

it('P10: more arrivals or a deeper queue never need fewer replicas', () => {
  const positive = (max: number) => fc.double({ min: 0, max, noNaN: true });
  fc.assert(
    fc.property(
      positive(500),
      positive(500),
      positive(5000),
      positive(5000),
      (rate, moreRate, depth, moreDepth) => {
        const needs = (r: number, d: number) =>
          needOf({ ...situation, depth: d, level: { ...level, rate: r } }, defaults);
        const less = needs(rate, depth);
        const more = needs(rate + moreRate, depth + moreDepth);
        expect(more.replicas).toBeGreaterThanOrEqual(less.replicas);
        expect(more.toStay).toBeGreaterThanOrEqual(more.replicas);
        expect(Number.isInteger(more.replicas)).toBe(true);
      },
    ),
  );
});

it('P21: a small service keeps deviations of its noise in reserve, until its surprises are known', () => {
  const strict = { ...defaults, surgeDeviations: 6 };
  const small = { ...situation, level: { ...level, rate: 100 } };
  expect(needOf(small, strict).replicas).toBe(16);
  expect(needOf({ ...small, surprise: 0.05 }, strict).replicas).toBe(12);
  const large = { ...situation, level: { ...level, rate: 10_000 } };
  expect(needOf(large, strict).replicas).toBe(Math.ceil(10_000 / 7.5));
});

it('P11: leaves a share more than it asks for, but no more than half a replica', () => {
  const toStay = (rate: number) => needOf({ ...situation, level: { ...level, rate } }, defaults).toStay;
  expect(toStay(30)).toBe(5);
  expect(toStay(3000)).toBe(401);
});

it('P30: keeps what remembered bursts need, and does not ask for it', () => {
  const need = needOf({ ...situation, remembered: 160 }, defaults);
  expect(need.replicas).toBe(needOf(situation, defaults).replicas);
  expect(need.standing).toBe(needOf({ ...situation, level: { ...level, rate: 160 } }, defaults).standing);
  expect(need.toStay).toBe(need.standing);
});

it('P21: known surprises never ask for more than the target utilisation does', () => {
  for (const surprise of [0, 0.1, 0.3, 2, 50])
    expect(needOf({ ...situation, surprise }, defaults).replicas).toBeLessThanOrEqual(
      needOf(situation, defaults).replicas,
    );
});

it('P7: with its forecast switched off it answers only what is there already', () => {
  const growing = { ...situation, level: { ...level, slope: 0.5 } };
  expect(needOf(growing, defaults).replicas).toBeGreaterThan(needOf(situation, defaults).replicas);
  expect(needOf(growing, { ...defaults, forecastShare: 0 }).arrivals).toBe(80);
});
