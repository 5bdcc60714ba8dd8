import type { Truth } from '@ounce/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecoveryWatch } from './recovery.ts';

function normalAt(holdMs: number, ...seen: readonly (readonly [number, Truth])[]): number | undefined {
  const watch = new RecoveryWatch(100, holdMs);
  for (const [atMs, truth] of seen) watch.see(atMs, truth);
  return watch.normalAtMs;
}

describe('the first moment of a normal that held', () => {
  test('is when it began, not when it had held', () => {
    expect(normalAt(50, [100, 'false'], [120, 'true'], [150, 'true'], [170, 'true'])).toBe(120);
  });

  test('is not before the start', () => {
    expect(normalAt(50, [0, 'true'], [99, 'true'], [110, 'true'], [160, 'true'])).toBe(110);
  });

  test('starts anew after a relapse', () => {
    expect(normalAt(50, [100, 'true'], [140, 'false'], [150, 'true'], [200, 'true'])).toBe(150);
  });

  test('is not found across a time in which nothing could be read', () => {
    expect(normalAt(50, [100, 'true'], [140, 'unknown'], [160, 'true'])).toBeUndefined();
  });

  test('stays what it was, whatever comes later', () => {
    expect(normalAt(0, [100, 'true'], [110, 'false'])).toBe(100);
  });
});

test('whatever is seen, normal held from the found moment for the whole hold time', () => {
  const truths = fc.array(fc.constantFrom<Truth>('true', 'false', 'unknown'), { maxLength: 60 });
  fc.assert(
    fc.property(truths, fc.integer({ min: 0, max: 200 }), (seen, holdMs) => {
      const timed = seen.map((truth, i) => [100 + i * 10, truth] as const);
      const foundMs = normalAt(holdMs, ...timed);
      if (foundMs === undefined) return;
      const held = timed.filter(([atMs]) => atMs >= foundMs && atMs <= foundMs + holdMs);
      expect(held.every(([, truth]) => truth === 'true')).toBe(true);
      expect(timed.at(-1)![0]).toBeGreaterThanOrEqual(foundMs + holdMs);
    }),
  );
});
