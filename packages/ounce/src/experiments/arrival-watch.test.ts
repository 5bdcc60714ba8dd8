import type { ServiceView } from '@ounce/core';
import { expect, it } from 'vitest';
import { ArrivalWatch } from './arrival-watch.ts';

const view = (atMs: number, rate: number, kind: 'fresh' | 'stale' = 'fresh'): ServiceView => ({
  service: 'consumer',
  region: 'local',
  nowMs: atMs,
  startupTimesMs: [],
  signals: {
    arrivalRate: { kind, why: 'old', intervalMs: 10_000, window: { timesMs: [atMs], values: [rate] } },
  },
});
const factor = [{ kind: 'arrivals', factor: 10 }] as const;

it('sees a surge by half of what it was to add, read after it began', () => {
  const watch = new ArrivalWatch(factor, 1_000, view(500, 8));
  expect(watch.hasRisen(view(900, 80))).toBe(false);
  expect(watch.hasRisen(view(2_000, 40))).toBe(false);
  expect(watch.hasRisen(view(2_000, 45))).toBe(true);
});

it('says nothing of other faults, of what was not known before, or on old readings', () => {
  const other = [{ kind: 'cpu', share: 1 }] as never;
  expect(new ArrivalWatch(other, 1_000, view(500, 8)).hasRisen(view(2_000, 80))).toBe(false);
  expect(new ArrivalWatch(factor, 1_000, undefined).hasRisen(view(2_000, 80))).toBe(false);
  expect(new ArrivalWatch(factor, 1_000, view(500, 8)).hasRisen(view(2_000, 80, 'stale'))).toBe(false);
});
