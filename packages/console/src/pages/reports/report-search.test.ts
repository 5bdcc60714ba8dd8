import { expect, test } from 'vitest';
import { readReportSearch } from './report-search.ts';

test('an address may say anything', () => {
  expect(readReportSearch({ id: 'weekly 2026-W05', now: 'weekly' })).toEqual({ id: 'weekly 2026-W05' });
  expect(readReportSearch({ now: 'monthly' })).toEqual({ now: 'monthly' });
  expect(readReportSearch({ now: 'daily', id: 5 })).toEqual({});
});
