import { expect, test } from 'vitest';
import type { IncidentFact } from '../../ledger/index.ts';
import { monthsOf } from './months.ts';

const at = (text: string) => Date.parse(`${text}Z`);
const fact = (text: string, severity: 1 | 3 = 3): IncidentFact => ({
  ...{ id: text, type: 'latency_spike', service: 'shop', severity, source: 'person' },
  ...{ startedAtMs: at(text), detectedAtMs: at(text) },
});

test('calendar months, the part that was watched, and nothing that nobody watched', () => {
  const watched = {
    spans: [
      { startMs: at('2025-11-16T00:00'), endMs: at('2025-12-01T00:00') },
      { startMs: at('2026-01-01T00:00'), endMs: at('2026-02-11T00:00') },
    ],
    basis: [],
  };
  const incidents = [
    fact('2025-11-10T00:00'),
    fact('2025-11-30T23:59', 1),
    fact('2025-12-05T00:00'),
    fact('2026-01-01T00:00'),
    fact('2026-02-10T12:00'),
  ];
  expect(monthsOf(incidents, watched, at('2026-02-11T00:00'))).toEqual([
    { month: '2025-11', count: 1, severe: 1, watchedDays: 15 },
    { month: '2025-12', count: 0, severe: 0, watchedDays: 0 },
    { month: '2026-01', count: 1, severe: 0, watchedDays: 31 },
    { month: '2026-02', count: 1, severe: 0, watchedDays: 10 },
  ]);
  expect(monthsOf(incidents, { spans: [] }, at('2026-02-11T00:00'))).toEqual([]);
});
