import { expect, test } from 'vitest';
import { recordWords } from './standing-words.ts';

const record = {
  days: 14.04,
  truePositives: 9,
  falsePositives: 1,
  falseNegatives: 2,
  from: 'replay' as const,
};

test('a record is told with its days, its source and its share of right wishes', () => {
  expect(recordWords({ record })).toBe(
    '14 days replayed: 90 % of 10 wishes needed, 2 missed, 0.5 false positives a week',
  );
  expect(recordWords({ record: { ...record, truePositives: 0, falsePositives: 0 } })).toContain(
    'no wish graded',
  );
  const nothing = { ...record, days: 0, truePositives: 0, falsePositives: 0, falseNegatives: 0 };
  expect(recordWords({ record: nothing })).toBe('nothing graded yet');
});
