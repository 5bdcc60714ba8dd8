import { describe, expect, test } from 'vitest';
import { Histories, quietStretch } from './histories.ts';

const dayMs = 86_400_000;
const weekly = (fromDay: number, weeks: number) =>
  Array.from({ length: weeks }, (_, i) => (fromDay + 7 * i) * dayMs);

describe('a quiet stretch', () => {
  test('is one that chance does not leave', () => {
    const times = [...weekly(0, 30), ...weekly(600, 10)];
    expect(quietStretch(times)).toEqual({ startMs: 203 * dayMs, endMs: 600 * dayMs });
  });

  test('is none among incidents that are rare anyway, or that come in bursts', () => {
    expect(quietStretch([0, 100, 150, 400].map((day) => day * dayMs))).toBeUndefined();
    const bursts = [0, 90, 170, 270].flatMap((day) => [day, day + 0.1, day + 0.2, day + 0.3]);
    expect(quietStretch(bursts.map((day) => day * dayMs))).toBeUndefined();
    expect(quietStretch([])).toBeUndefined();
  });
});

test('each history of a file has its own time and its own services', () => {
  const histories = new Histories();
  const add = (name: string, service: string, startedAtMs: number, resolvedAtMs?: number) =>
    histories.add(name, {
      ...{ type: 'outage', service, region: 'eu', severity: 3, drill: false, summary: '', assumed: [] },
      ...{ externalId: '', startedAtMs, detectedAtMs: startedAtMs },
      ...(resolvedAtMs === undefined ? {} : { resolvedAtMs }),
    });
  add('a', 'shop', 10, 20);
  add('b', 'search', 500);
  add('a', 'mail', 5, 6);
  expect(histories.all()).toEqual([
    { name: 'a', firstMs: 5, lastMs: 20, services: ['shop', 'mail'], incidents: 2 },
    { name: 'b', firstMs: 500, lastMs: 500, services: ['search'], incidents: 1 },
  ]);
});
