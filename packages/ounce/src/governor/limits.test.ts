import { defaultGuardRails } from '@ounce/core';
import { expect, test } from 'vitest';
import { railsWithin, whoLimits } from './limits.ts';

const rails = { ...defaultGuardRails, floor: 2, ceiling: 20 };
const limits = { least: 4, most: 10, by: 'HorizontalPodAutoscaler consumer' };
const held = (because: 'at-floor' | 'at-ceiling') => ({ kind: 'held', because, why: 'Held back.' }) as const;

test('another scaler’s bounds narrow the guard rails and never widen them', () => {
  expect(railsWithin(rails, limits)).toEqual({ ...rails, floor: 4, ceiling: 10 });
  expect(railsWithin(rails, { ...limits, least: 0, most: 1_000 })).toEqual(rails);
  expect(railsWithin(rails, undefined)).toBe(rails);
});

test('bounds that contradict the rails never lift the ceiling', () => {
  expect(railsWithin(rails, { ...limits, least: 30, most: 40 })).toMatchObject({ floor: 20, ceiling: 20 });
});

test('the other scaler is named where it holds back, and not where the rails do', () => {
  expect(whoLimits(held('at-ceiling'), rails, limits)).toBe('as HorizontalPodAutoscaler consumer says');
  expect(whoLimits(held('at-floor'), rails, limits)).toBe('as HorizontalPodAutoscaler consumer says');
  expect(whoLimits(held('at-ceiling'), { ...rails, ceiling: 10 }, limits)).toBeUndefined();
  expect(whoLimits(held('at-floor'), rails, { ...limits, least: 1 })).toBeUndefined();
});
