import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { errorOf, failing } from '../../test/helpers.ts';
import { ManualClock } from '../manual-clock.ts';
import { CircuitBreaker } from './breaker.ts';
import { CountWindow } from './count-window.ts';
import { TimeWindow } from './time-window.ts';

const marks = fc.integer({ min: 0, max: 3 });

test('a count window holds exactly the last calls', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(marks, { maxLength: 100 }), (size, all) => {
      const window = new CountWindow(size);
      for (const one of all) window.record(one);
      const last = all.slice(-size);
      expect(window.calls).toBe(last.length);
      expect(window.failures).toBe(last.filter((one) => one & 1).length);
      expect(window.slowCalls).toBe(last.filter((one) => one & 2).length);
    }),
  );
});

test('a time window holds exactly the calls of the last buckets, whatever the pauses', () => {
  const event = fc.record({ afterMs: fc.oneof(fc.nat(30), fc.nat(100_000)), mark: marks });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), fc.array(event, { maxLength: 80 }), (buckets, events) => {
      const window = new TimeWindow(buckets * 10, buckets);
      const all: { bucket: number; mark: number }[] = [];
      let nowMs = 0;
      for (const { afterMs, mark } of events) {
        nowMs += afterMs;
        window.record(mark, nowMs);
        all.push({ bucket: Math.floor(nowMs / 10), mark });
      }
      const kept = all.filter(({ bucket }) => bucket > Math.floor(nowMs / 10) - buckets);
      expect(window.calls).toBe(kept.length);
      expect(window.failures).toBe(kept.filter(({ mark }) => mark & 1).length);
      expect(window.slowCalls).toBe(kept.filter(({ mark }) => mark & 2).length);
    }),
  );
});

test('time windows drop every expired bucket, also after a long idle', async () => {
  const clock = new ManualClock();
  const breaker = new CircuitBreaker({ name: 'idle', clock, windowMs: 1_000, minimumCalls: 100 });
  for (let call = 0; call < 50; call++) {
    await errorOf(breaker.execute(failing));
    clock.advance(15);
  }
  expect(breaker.window?.failures).toBe(50);
  clock.advance(86_400_000);
  expect(breaker.window).toEqual({ calls: 0, failures: 0, slowCalls: 0 });
  await breaker.execute(async () => 1);
  expect(breaker.window).toEqual({ calls: 1, failures: 0, slowCalls: 0 });
});

test('only monotonic time: a wall clock that jumps by an hour changes nothing', async () => {
  const wall = vi.spyOn(Date, 'now');
  try {
    const breaker = new CircuitBreaker({ name: 'wall', minimumCalls: 2, breakMs: 60_000 });
    for (const jumpMs of [0, 3_600_000, -3_600_000]) {
      wall.mockReturnValue(1_700_000_000_000 + jumpMs);
      if (jumpMs === 0) {
        await errorOf(breaker.execute(failing));
        await errorOf(breaker.execute(failing));
      }
      expect(breaker.state).toBe('open');
      expect(breaker.retryAfterMs()).toBeGreaterThan(50_000);
      expect(breaker.retryAfterMs()).toBeLessThanOrEqual(60_000);
    }
    expect(wall).not.toHaveBeenCalled();
  } finally {
    wall.mockRestore();
  }
});
