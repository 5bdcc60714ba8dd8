import { expect, test } from 'vitest';
import { tokenInFragment } from './token.ts';

test('a sign-in link carries its token in the fragment', () => {
  expect(tokenInFragment('#token=oz_abc')).toBe('oz_abc');
  expect(tokenInFragment('#from=mail&token=a%2Bb')).toBe('a+b');
});

test('a fragment without a token is none of our business', () => {
  expect(tokenInFragment('')).toBeUndefined();
  expect(tokenInFragment('#actions')).toBeUndefined();
  expect(tokenInFragment('#token=')).toBeUndefined();
});
