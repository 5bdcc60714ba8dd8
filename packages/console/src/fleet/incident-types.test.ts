import { expect, test } from 'vitest';
import { titleOfIncidentType } from './incident-types.ts';

test('every type has a title, also one that a team has added or that is named like a part of every object', () => {
  expect(titleOfIncidentType('region_failover')).toBe('Region failover');
  expect(titleOfIncidentType('cache_stampede')).toBe('Cache stampede');
  expect(titleOfIncidentType('constructor')).toBe('Constructor');
});
