import { expect, it } from 'vitest';
import { checkThresholds, type DetectedType, detectionRule, detections } from './rule.ts';

it('every shipped detection makes sense as it is, within its own ranges', () => {
  for (const type of Object.keys(detections) as DetectedType[]) {
    expect(checkThresholds(detectionRule(type)), type).toEqual([]);
    for (const [name, { default: value, min, max }] of Object.entries(detections[type].settings)) {
      expect(value, `${type}.${name}`).toBeGreaterThanOrEqual(min);
      expect(value, `${type}.${name}`).toBeLessThanOrEqual(max);
    }
  }
});

it('takes what is set and keeps the rest', () => {
  expect(detectionRule('queue_backlog', { above: 500 })).toEqual({
    incidentType: 'queue_backlog',
    signal: 'queueDepth',
    severity: 2,
    above: 500,
    forMs: 30_000,
    normalBelow: 100,
    normalForMs: 60_000,
  });
});

it('complains when normal lies above the threshold', () => {
  expect(checkThresholds(detectionRule('queue_backlog', { normalBelow: 300 }))[0]).toContain(
    'normalBelow (300)',
  );
});
