import type { ConditionResult } from '@ounce/core';
import { expect, test } from 'vitest';
import { AbortWatch } from './abort-watch.ts';

const tooDeep = { signal: 'queueDepth', above: 1_000 } as const;

/** Looks at one result after the other, a second apart; what was said at each look. */
function looks(...results: readonly ConditionResult[]): (string | undefined)[] {
  let next = 0;
  const watch = new AbortWatch([tooDeep], () => results[next]!);
  return results.map((_, i) => {
    next = i;
    return watch.look(i * 1_000);
  });
}

const holds = (atMs: number) => ({ kind: 'true', value: 2_000, atMs, says: 'too deep.' }) as const;
const fine = (atMs: number) => ({ kind: 'false', value: 10, atMs, says: 'fine.' }) as const;
const blind = { kind: 'unknown', says: 'nothing came.' } as const;

test('one reading above the bound may be a slip, two running end it', () => {
  expect(looks(holds(1), holds(2))).toEqual([undefined, 'An abort condition holds: too deep.']);
  expect(looks(holds(1), fine(2), holds(3))).toEqual([undefined, undefined, undefined]);
});

test('the same reading looked at twice is one reading', () => {
  expect(looks(holds(1), holds(1), holds(1))).toEqual([undefined, undefined, undefined]);
});

test('a gap in the readings does not make two readings into one', () => {
  expect(looks(holds(1), blind, holds(3)).at(-1)).toBe('An abort condition holds: too deep.');
});

test('who cannot see the bound any more ends after 40 s', () => {
  const said = looks(...Array.from({ length: 43 }, () => blind));
  expect(said.slice(0, 41).every((says) => says === undefined)).toBe(true);
  expect(said[41]).toBe('The abort condition on queueDepth cannot be read any more: nothing came.');
});

test('without conditions nothing ends it', () => {
  expect(new AbortWatch([], () => holds(1)).look(1)).toBeUndefined();
});
