import { expect, test } from 'vitest';
import { readScalingSearch } from './spans.ts';

test('reads what the page offers, and nothing else', () => {
  expect(readScalingSearch({ service: 'consumer', region: 'eu-1', hours: '24' })).toEqual({
    ...{ service: 'consumer', region: 'eu-1', hours: 24 },
  });
  expect(readScalingSearch({ service: 7, hours: 'forever' })).toEqual({ hours: 6 });
});
