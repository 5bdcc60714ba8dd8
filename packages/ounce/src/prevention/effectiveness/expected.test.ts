import { expect, test } from 'vitest';
import { expectedSays } from './expected.ts';

const effect = (low: number, high: number | null) => ({
  ...{ kind: 'improved' as const, toResolve: null, toDetect: null },
  anytime: { estimate: 0.2, low, high },
});
const ninety = { says: 'Reduce incidents by 90 %', metric: 'incident_rate', percent: 90 } as const;

test('an expected fall is held against the interval, never against a single figure', () => {
  expect(expectedSays(ninety, effect(0.05, 0.5))).toBe(
    'Expected: Reduce incidents by 90 %. Measured 50 % to 95 % fewer, at any look: it may be so.',
  );
  expect(expectedSays(ninety, effect(0.2, 0.5))).toMatch(/80 % fewer, at any look: less than expected\.$/);
  expect(expectedSays({ ...ninety, percent: 10 }, effect(0.2, 0.5))).toMatch(/more than expected\.$/);
  expect(expectedSays(ninety, effect(0.05, null))).toContain('no limit to 95 % fewer');
  expect(expectedSays(ninety, effect(0.02, 2.16))).toContain(
    'Measured 116 % more to 98 % fewer, at any look: it may',
  );
  expect(expectedSays(ninety, effect(1.5, 2))).toContain(
    'Measured 100 % to 50 % more, at any look: less than',
  );
});

test('times are compared by their medians, with the reason where there is no answer', () => {
  const median = (value: number) => ({ count: 9, stillOpen: 0, median: value, low: value, high: null });
  const expected = { says: 'Detect sooner', metric: 'time_to_detect', percent: 30 } as const;
  const toDetect = {
    ...{ before: median(60), after: median(4.25), shift: null, answer: 'shorter' as const },
    why: 'Incidents are shorter than before.',
  };
  expect(expectedSays(expected, { ...effect(0, null), toDetect })).toBe(
    'Expected: Detect sooner. Median time to detect: 60 min (60 to no limit) before, 4.3 min (4.3 to no limit) after. Incidents are shorter than before.',
  );
  expect(expectedSays(expected, effect(0, null))).toContain('were not compared');
});

test('what incidents do not tell is not made up', () => {
  expect(expectedSays({ says: 'Fewer errors', metric: 'errors' }, effect(0, 1))).toContain(
    'does not measure that',
  );
  expect(expectedSays({ says: 'Confidence', metric: 'none' }, effect(0, 1))).toBeUndefined();
  expect(expectedSays(undefined, effect(0, 1))).toBeUndefined();
});
