import { expect, test } from 'vitest';
import { fade } from './colours.ts';

test('a computed colour is let through by the share', () => {
  expect(fade('rgb(61, 79, 196)', 0.15)).toBe('rgba(61, 79, 196, 0.15)');
});
