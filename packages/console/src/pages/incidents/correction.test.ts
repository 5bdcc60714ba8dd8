import { expect, test } from 'vitest';
import type { IncidentView } from '../../api/types.ts';
import { draftOf, whatChanged } from './correction.ts';

const incident: IncidentView = {
  ...{ id: 'INC-1', type: 'latency_spike', service: 'checkout', region: 'eu-1', severity: 3, drill: false },
  ...{ summary: 'Slow.', startedAtMs: 1_767_225_600_123, detectedAtMs: 1_767_225_660_456 },
};

test('what was not touched is no change, although its milliseconds are not in the form', () => {
  expect(whatChanged(incident, draftOf(incident))).toEqual({});
});

test('only what differs is sent, as the API wants it', () => {
  const draft = { ...draftOf(incident), severity: '1', customersAffected: '40', service: ' ' };
  expect(whatChanged(incident, draft)).toEqual({ severity: 1, customersAffected: 40 });
});
