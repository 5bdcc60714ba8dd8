import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from './virtual-clock.ts';

describe('the virtual clock', () => {
  it('wakes sleepers in order of time, then of falling asleep, at exactly their time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 30 }),
        async (naps) => {
          const clock = new VirtualClock(1_000);
          const woken: { i: number; atMs: number }[] = [];
          const all = naps.map((ms, i) => clock.sleep(ms).then(() => woken.push({ i, atMs: clock.nowMs() })));
          await clock.runUntil(Promise.all(all));
          const expected = naps
            .map((ms, i) => ({ i, atMs: 1_000 + ms }))
            .sort((a, b) => a.atMs - b.atMs || a.i - b.i);
          expect(woken).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('lets a sleep end early when its signal aborts, with the reason, and forgets it', async () => {
    const clock = new VirtualClock(0);
    const ended = new AbortController();
    const long = clock.sleep(1_000_000, ended.signal).catch((reason: Error) => reason.message);
    const whole = async () => {
      await clock.sleep(5);
      ended.abort(new Error('enough'));
      return long;
    };
    expect(await clock.runUntil(whole())).toBe('enough');
    expect(clock.nowMs()).toBe(5);
    await expect(clock.sleep(1, ended.signal)).rejects.toThrow('enough');
  });

  it('says when everybody waits for something that never comes', async () => {
    await expect(new VirtualClock(0).runUntil(new Promise(() => {}))).rejects.toThrow('stands still');
  });

  it('waits for work that lets the event loop turn', async () => {
    const clock = new VirtualClock(7);
    const turns = async () => {
      for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
      return clock.nowMs();
    };
    expect(await clock.runUntil(turns())).toBe(7);
  });
});
