import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ServiceView } from '../model/signal.ts';
import { keptEvidence, trimView } from './evidence.ts';

const options = { signals: ['queueDepth'], lookBackMs: 60_000, mostReadings: 5 } as const;
const anyNumber = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, Number.POSITIVE_INFINITY));
const views: fc.Arbitrary<ServiceView> = fc
  .tuple(
    fc.array(fc.tuple(fc.integer({ min: -10_000, max: 120_000 }), anyNumber), { maxLength: 20 }),
    fc.array(anyNumber),
  )
  .map(([readings, startupTimesMs]) => ({
    service: 'consumer',
    region: 'local',
    nowMs: 100_000,
    signals: {
      queueDepth: {
        kind: 'fresh',
        intervalMs: 10_000,
        window: { timesMs: readings.map(([at]) => at), values: readings.map(([, value]) => value) },
      },
    },
    startupTimesMs,
  }));

it('P14: trimming is plain JSON, and trimming twice changes nothing', () => {
  fc.assert(
    fc.property(views, (view) => {
      const trimmed = trimView(view, options);
      expect(JSON.parse(JSON.stringify(trimmed))).toEqual(trimmed);
      expect(trimView(trimmed, options)).toEqual(trimmed);
    }),
  );
});

it('keeps the newest readings only, in order, none from the future and none that is no number', () => {
  fc.assert(
    fc.property(views, (view) => {
      const { timesMs, values } = trimView(view, options).signals.queueDepth!.window;
      expect(timesMs.length).toBe(values.length);
      expect(timesMs.length).toBeLessThanOrEqual(5);
      for (let i = 0; i < timesMs.length; i++) {
        expect(Number.isFinite(values[i])).toBe(true);
        expect(timesMs[i]).toBeGreaterThan(i === 0 ? 100_000 - 60_001 : timesMs[i - 1]!);
        expect(timesMs[i]).toBeLessThanOrEqual(100_000);
      }
    }),
  );
});

it('a signal without a usable reading is stale, not fresh and empty', () => {
  const window = { timesMs: [1, 90_000], values: [3, Number.NaN] };
  const view: ServiceView = {
    service: 'consumer',
    region: 'local',
    nowMs: 100_000,
    signals: { queueDepth: { kind: 'fresh', window, intervalMs: 10_000 } },
    replicas: { desired: Number.NaN, ready: 1, starting: 0 },
    startupTimesMs: [],
  };
  const trimmed = trimView(view, options);
  expect(trimmed.signals.queueDepth).toMatchObject({ kind: 'stale', why: 'no reading that can be used' });
  expect(trimmed).not.toHaveProperty('replicas');
});

it('evidence of something else is not taken for a control’s inputs', () => {
  expect(keptEvidence({})).toBeUndefined();
  expect(keptEvidence({ control: 'x', view: null, settings: {} })).toBeUndefined();
  expect(keptEvidence({ control: 'x', view: { nowMs: 1 }, settings: {} })).toBeUndefined();
});
