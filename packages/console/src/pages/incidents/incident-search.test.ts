import { expect, test } from 'vitest';
import { filterParams, readIncidentSearch } from './incident-search.ts';

test('reads only what can be meant', () => {
  const read = readIncidentSearch({
    ...{ state: 'closed', type: 'latency_spike', service: '', severity: 7, drill: 'yes' },
    ...{ from: '2026-03-01', to: 'soon' },
  });
  expect(read).toEqual({ type: 'latency_spike', from: '2026-03-01' });
});

test('a range of days takes in its last day', () => {
  const params = filterParams({ from: '2026-03-01', to: '2026-03-01', drill: false });
  const dayMs = Number(params.get('untilMs')) - Number(params.get('sinceMs'));
  expect(dayMs).toBeGreaterThanOrEqual(23 * 3_600_000);
  expect(dayMs).toBeLessThanOrEqual(25 * 3_600_000);
  expect(params.get('drill')).toBe('false');
});
