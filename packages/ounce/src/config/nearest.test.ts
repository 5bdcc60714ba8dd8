import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test('a slip of the finger is forgiven, another word is not', () => {
  const known = ['regions', 'name', 'replicas'];
  expect(nearest('region', known)).toBe('regions');
  expect(nearest('NAME', known)).toBe('name');
  expect(nearest('replcias', known)).toBe('replicas');
  expect(nearest('colour', known)).toBeUndefined();
  expect(nearest('a', ['b'])).toBeUndefined();
});
