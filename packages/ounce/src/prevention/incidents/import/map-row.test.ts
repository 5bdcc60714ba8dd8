import { expect, test } from 'vitest';
import { guessColumns } from './fields.ts';
import { mapRow, type Row } from './map-row.ts';

const nowMs = Date.UTC(2026, 5, 1);

function mapped(row: Row) {
  return mapRow(row, {
    ...{ columns: guessColumns(Object.keys(row)), nowMs, given: {}, knownTypes: ['outage', 'unclassified'] },
    defaults: { type: 'unclassified', service: 'page', region: 'local', severity: 3 },
  });
}

test('what the row does not say is filled in, and marked as assumed', () => {
  expect(mapped({ start: '2026-01-01' })).toMatchObject({
    kind: 'incident',
    incident: {
      ...{ type: 'unclassified', service: 'page', severity: 3, summary: 'page: incident' },
      assumed: ['type', 'service', 'region', 'severity', 'summary', 'detectedAtMs'],
    },
  });
});

test('a duration stands in for a missing end, never beside one', () => {
  const started = { start: '2026-01-01T00:00:00Z', duration_minutes: '90' };
  const resolvedAtMs = Date.UTC(2026, 0, 1, 1, 30);
  expect(mapped(started)).toMatchObject({ incident: { resolvedAtMs } });
  expect(mapped({ ...started, end: '2026-01-01T01:00:00Z' })).toMatchObject({
    incident: { resolvedAtMs: Date.UTC(2026, 0, 1, 1) },
  });
  expect(mapped({ start: '2026-01-01', duration_minutes: '' })).not.toHaveProperty('incident.resolvedAtMs');
});

test('of several components the first is the service; a count may be written for people', () => {
  const row = { start: '2026-01-01', components: 'Pages;Actions', customers: '12,500', impact: 'none' };
  expect(mapped(row)).toMatchObject({
    incident: { service: 'Pages', customersAffected: 12_500, severity: 4 },
  });
});

test.each([
  [{ start: '' }, 'start', 'no start'],
  [{ start: '2027-01-01' }, 'start', 'future'],
  [{ start: '2026-01-01', type: 'mystery' }, 'type', 'mystery'],
  [{ start: '2026-01-01', customers: 'many' }, 'customers', 'whole number'],
  [{ start: '2026-01-01', drill: 'perhaps' }, 'drill', 'true nor false'],
  [{ start: '2026-01-01', duration_minutes: '-3' }, 'duration_minutes', 'no duration'],
])('%j cannot be used, because of %s', (row, column, why) => {
  expect(mapped(row)).toMatchObject({ kind: 'rejected', column, why: expect.stringContaining(why) });
});

test.each(['maintenance', 'up', 'Operational'])('%s is no incident', (state) => {
  expect(mapped({ start: '2026-01-01', state })).toMatchObject({ kind: 'passed-over' });
});
