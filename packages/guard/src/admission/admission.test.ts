import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorOf, settle } from '../../test/helpers.ts';
import { createGuard } from '../guard.ts';
import { ManualClock } from '../manual-clock.ts';
import { RateLimitError } from '../rejection.ts';
import { Admission, type AdmissionOptions } from './admission.ts';
import { type Priority, priorities } from './waiting.ts';

const gateOf = (clock: ManualClock, options: Partial<AdmissionOptions> = {}) =>
  new Admission({ name: 'orders', clock, ratePerSecond: 10, burst: 1, maxQueue: 3, ...options });

/** Sends one in, and writes down how it fared. */
function visitor(gate: Admission, log: string[]) {
  return (name: string, priority: Priority = 'normal') =>
    gate.enter({ priority }).then(
      () => void log.push(`${name} in`),
      ({ retryAfterMs }: RateLimitError) => void log.push(`${name} back in ${Math.round(retryAfterMs!)}`),
    );
}

test('without a rate everybody is let in', async () => {
  const gate = new Admission({ name: 'orders' });
  for (let i = 0; i < 1_000; i++) await gate.enter();
  expect(gate.counts.normal).toEqual({ admitted: 1_000, delayed: 0, refused: 0 });
});

test('the burst is let in at once, the excess waits for its turn, high before normal before low', async () => {
  const clock = new ManualClock();
  const log: string[] = [];
  const come = visitor(gateOf(clock), log);
  for (const [name, priority] of [['a'], ['b', 'low'], ['c'], ['d', 'high']] as const)
    void come(name, priority);
  await settle();
  expect(log).toEqual(['a in']);
  for (let i = 0; i < 3; i++) {
    clock.advance(100);
    await settle();
  }
  expect(log).toEqual(['a in', 'd in', 'c in', 'b in']);
});

test('one who matters more takes the place of the last of those who matter least', async () => {
  const clock = new ManualClock();
  const log: string[] = [];
  const come = visitor(gateOf(clock, { maxQueue: 2 }), log);
  for (const [name, priority] of [['a'], ['b', 'low'], ['c', 'low'], ['d', 'high'], ['e', 'low']] as const)
    void come(name, priority);
  await settle();
  expect(log.map((line) => line.slice(0, 6))).toEqual(['a in', 'c back', 'e back']);
});

test('whoever cannot have a turn in time is refused at once, with 429 and a time at which there will be room', async () => {
  const clock = new ManualClock();
  const gate = gateOf(clock, { ratePerSecond: 0.5, maxWaitMs: 1_000 });
  await gate.enter();
  const error = (await errorOf(gate.enter())) as RateLimitError;
  expect(error).toBeInstanceOf(RateLimitError);
  expect(error.status).toBe(429);
  expect(error.headers['retry-after']).toBe('2');
});

test('those who are refused are asked back one after the other, no later than the longest Retry-After', async () => {
  const clock = new ManualClock();
  const gate = gateOf(clock, { maxQueue: 0, ratePerSecond: 1, maxRetryAfterMs: 4_000 });
  await gate.enter();
  const asked: number[] = [];
  for (let i = 0; i < 6; i++) asked.push(((await errorOf(gate.enter())) as RateLimitError).retryAfterMs!);
  expect(asked).toEqual([1_000, 2_000, 3_000, 4_000, 4_000, 4_000]);
});

test('a lease that nobody renews lets everybody in, also those who wait', async () => {
  const clock = new ManualClock();
  const gate = new Admission({ name: 'orders', clock });
  const log: string[] = [];
  const come = visitor(gate, log);
  gate.configure({ ratePerSecond: 1, burst: 1, maxWaitMs: 5_000, leaseMs: 2_000 });
  for (const name of ['a', 'b', 'c', 'd']) void come(name);
  clock.advance(1_000);
  await settle();
  expect(log).toEqual(['a in', 'b in']);
  clock.advance(1_000);
  await settle();
  expect(log).toEqual(['a in', 'b in', 'c in', 'd in']);
  expect(gate.settings.ratePerSecond).toBeNull();
});

test('what was pushed is renewed by saying it again, and the code’s settings are back when it is not said any more', () => {
  const clock = new ManualClock();
  const guard = createGuard({ clock });
  const gate = guard.admission('orders', { ratePerSecond: 100 });
  const pushed = { admission: { orders: { ratePerSecond: 5, leaseMs: 1_000 } } };
  guard.apply(pushed);
  clock.advance(800);
  guard.apply(pushed);
  clock.advance(800);
  expect(gate.settings.ratePerSecond).toBe(5);
  guard.apply({});
  expect(gate.settings.ratePerSecond).toBe(100);
  expect(guard.admission('orders')).toBe(gate);
  expect(() => guard.apply({ admission: { orders: { ratePerSecond: -1 } } })).toThrow('admission.orders');
});

test('a higher rate is felt at once: the permits that were taken come back sooner', async () => {
  const clock = new ManualClock();
  const gate = gateOf(clock, { ratePerSecond: 1, burst: 10, maxQueue: 0 });
  for (let i = 0; i < 10; i++) await gate.enter();
  gate.configure({ ratePerSecond: 100 });
  clock.advance(100);
  for (let i = 0; i < 10; i++) await gate.enter();
  await expect(gate.enter()).rejects.toBeInstanceOf(RateLimitError);
});

test('never more than the burst and the rate are let in, everyone has an answer, and nobody waits too long', async () => {
  const arrival = fc.record({
    gapMs: fc.integer({ min: 0, max: 120 }),
    priority: fc.constantFrom(...priorities),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(arrival, { maxLength: 60 }), async (arrivals) => {
      const clock = new ManualClock();
      const gate = gateOf(clock, { burst: 3, maxWaitMs: 500 });
      const began = clock.nowMs();
      let admitted = 0;
      let answered = 0;
      for (const { gapMs, priority } of arrivals) {
        clock.advance(gapMs);
        await settle();
        const cameMs = clock.nowMs();
        gate
          .enter({ priority })
          .then(() => admitted++)
          .catch(() => {})
          .finally(() => {
            answered++;
            expect(clock.nowMs() - cameMs).toBeLessThanOrEqual(510);
          });
        await settle();
        expect(admitted).toBeLessThanOrEqual(3 + ((clock.nowMs() - began) * 10) / 1_000 + 1e-6);
        expect(gate.queued).toBeLessThanOrEqual(3);
      }
      for (let i = 0; i < 12; i++) {
        clock.advance(50);
        await settle();
      }
      expect(answered).toBe(arrivals.length);
    }),
    { numRuns: 60 },
  );
});
