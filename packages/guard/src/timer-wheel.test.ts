import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from './manual-clock.ts';
import { TimerWheel, WheelEntry } from './timer-wheel.ts';

class Recorder extends WheelEntry {
  readonly dueMs: number;
  firedMs = Number.NaN;
  times = 0;

  constructor(dueMs: number) {
    super();
    this.dueMs = dueMs;
  }

  override expired(nowMs: number): void {
    this.firedMs = nowMs;
    this.times++;
  }
}

const tickMs = 4;

test('an entry fires once, never early and at most one tick late, whatever else comes and goes', () => {
  const step = fc.oneof(
    fc.record({ add: fc.oneof(fc.nat(100), fc.nat(10_000)) }),
    fc.record({ wait: fc.oneof(fc.nat(20), fc.nat(5_000)) }),
    fc.record({ remove: fc.nat() }),
  );
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.array(step, { maxLength: 100 }), (startMs, steps) => {
      const clock = new ManualClock(startMs);
      const wheel = new TimerWheel(clock);
      const waiting = new Set<Recorder>();
      const fired: Recorder[] = [];
      for (const one of steps) {
        if ('add' in one) {
          const entry = new Recorder(clock.nowMs() + one.add);
          waiting.add(entry);
          wheel.add(entry, clock.nowMs(), entry.dueMs);
        } else if ('wait' in one) {
          clock.advance(one.wait);
        } else if (waiting.size > 0) {
          const entry = [...waiting][one.remove % waiting.size]!;
          wheel.remove(entry);
          wheel.remove(entry);
          waiting.delete(entry);
        }
        for (const entry of waiting) {
          if (entry.times === 0) continue;
          waiting.delete(entry);
          fired.push(entry);
        }
        for (const entry of waiting) expect(clock.nowMs()).toBeLessThan(entry.dueMs + 2 * tickMs);
        expect(wheel.size).toBe(waiting.size);
      }
      for (const { firedMs, dueMs, times } of fired) {
        expect(times).toBe(1);
        expect(firedMs).toBeGreaterThanOrEqual(dueMs);
        expect(firedMs).toBeLessThan(dueMs + 2 * tickMs);
      }
    }),
  );
});

test('any number of entries share one timer, and an empty wheel soon has none', () => {
  const clock = new ManualClock();
  const wheel = new TimerWheel(clock);
  const entries = Array.from({ length: 1_000 }, (_, index) => new Recorder(50 + (index % 100)));
  for (const entry of entries) wheel.add(entry, 0, entry.dueMs);
  expect(clock.timers).toBe(1);
  for (const entry of entries) wheel.remove(entry);
  clock.advance(60);
  expect(clock.timers).toBe(0);
});

test('an entry beyond one turn of the wheel waits for its own turn', () => {
  const clock = new ManualClock();
  const wheel = new TimerWheel(clock);
  const far = new Recorder(1_000_000);
  wheel.add(far, 0, far.dueMs);
  clock.advance(999_999);
  expect(far.times).toBe(0);
  clock.advance(8);
  expect(far.times).toBe(1);
});

test('an entry that is added while others fire is served too', () => {
  const clock = new ManualClock();
  const wheel = new TimerWheel(clock);
  const second = new Recorder(12);
  class Starter extends Recorder {
    override expired(nowMs: number): void {
      super.expired(nowMs);
      wheel.add(second, nowMs, nowMs);
    }
  }
  wheel.add(new Starter(8), 0, 8);
  clock.advance(20);
  expect(second.times).toBe(1);
});

test('of two entries that fall due together, one that the other takes out does not fire', () => {
  const clock = new ManualClock();
  const wheel = new TimerWheel(clock);
  class Rival extends Recorder {
    rival: Rival | undefined;
    override expired(nowMs: number): void {
      super.expired(nowMs);
      if (this.rival) wheel.remove(this.rival);
    }
  }
  const [one, other] = [new Rival(8), new Rival(8)];
  one.rival = other;
  other.rival = one;
  for (const entry of [one, other]) wheel.add(entry, 0, 8);
  clock.advance(20);
  expect(one.times + other.times).toBe(1);
});
