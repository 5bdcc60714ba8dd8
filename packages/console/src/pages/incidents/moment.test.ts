import { expect, test } from 'vitest';
import { fromLocalInput, toLocalInput } from './moment.ts';

test('a time goes into the field and comes back, to the second', () => {
  const atMs = Date.UTC(2026, 2, 29, 0, 59, 7);
  expect(fromLocalInput(toLocalInput(atMs))).toBe(atMs);
  expect(fromLocalInput('')).toBeUndefined();
  expect(fromLocalInput('2026-13-')).toBeUndefined();
});
