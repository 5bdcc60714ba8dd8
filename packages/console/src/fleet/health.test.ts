import { expect, test } from 'vitest';
import type { IncidentView, ServiceState } from '../api/types.ts';
import { healthOf, isBreached } from './health.ts';

const service: ServiceState = {
  service: 'pubsub-consumer',
  region: 'local',
  replicas: { desired: 2, ready: 2, starting: 0, floor: 2, ceiling: 20 },
  signals: { queueDepth: { value: 10, atMs: 1, intervalMs: 1_000 } },
  thresholds: { queueDepth: { above: 500, normalBelow: 100 } },
  controls: [],
  chaos: 'refused',
};
const deep = { queueDepth: { value: 501, atMs: 1, intervalMs: 1_000 } };
const incident: IncidentView = {
  id: 'i1',
  service: 'pubsub-consumer',
  region: 'local',
  type: 'queue_backlog',
  severity: 2,
  drill: false,
  summary: '',
  startedAtMs: 0,
  detectedAtMs: 0,
};

test('a service is healthy when all is fresh, below its thresholds and at its floor', () => {
  expect(healthOf(service, [])).toEqual({ kind: 'healthy', reasons: [] });
});

test('a reading above its threshold needs attention; exactly at it does not', () => {
  expect(healthOf({ ...service, signals: deep }, []).kind).toBe('attention');
  const at = { queueDepth: { value: 500, atMs: 1, intervalMs: 1_000 } };
  expect(healthOf({ ...service, signals: at }, []).kind).toBe('healthy');
});

test('a service of which nothing is read is not known to be healthy', () => {
  const { replicas: _, ...unwatched } = { ...service, signals: {}, thresholds: {} };
  expect(healthOf(unwatched, [])).toEqual({ kind: 'unknown', reasons: ['nothing is read of it'] });
});

test('a stale reading is neither above its threshold nor healthy: it is not known', () => {
  const stale = { queueDepth: { ...deep.queueDepth, stale: 'no answer' } };
  expect(isBreached({ ...service, signals: stale }, 'queueDepth')).toBe(false);
  expect(healthOf({ ...service, signals: stale }, [])).toEqual({
    kind: 'unknown',
    reasons: ['all readings stale'],
  });
});

test('a reading that never came in is not there yet, which is not the same as stale', () => {
  const signals = { ...deep, errorRate: { intervalMs: 1_000, stale: 'never read' } };
  const calm = { ...service, signals, thresholds: {} };
  expect(healthOf(calm, [])).toEqual({ kind: 'unknown', reasons: ['1 reading not there yet'] });
});

test('an open incident counts only for its own service and region', () => {
  expect(healthOf(service, [incident]).reasons).toEqual(['severity 2 incident open']);
  expect(healthOf(service, [{ ...incident, drill: true }]).reasons).toEqual(['drill incident open']);
  expect(healthOf(service, [{ ...incident, region: 'elsewhere' }]).kind).toBe('healthy');
});

test('fewer ready than the floor needs attention; a silent platform is not known', () => {
  const low = { desired: 2, ready: 1, starting: 1, floor: 2 };
  expect(healthOf({ ...service, replicas: low }, []).reasons).toEqual(['1 replica ready, floor 2']);
  const { replicas: _, ...silent } = service;
  expect(healthOf({ ...silent, platformError: 'timeout' }, []).kind).toBe('unknown');
});
