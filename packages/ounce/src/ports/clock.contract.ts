import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';

export interface ClockHarness {
  readonly clock: Clock;
  /** Lets `ms` go by: a virtual clock moves on; with a real one there is nothing to do. */
  pass(ms: number): Promise<void>;
}

/** What every Clock promises. `make` gives a fresh one for each test. */
export function clockContract(make: () => ClockHarness): void {
  describe('Clock', () => {
    const sleeping = new AbortController();
    afterEach(() => sleeping.abort(new Error('the test is over')));

    it('tells wall-clock time as ms since the epoch', () => {
      expect(make().clock.nowMs()).toBeGreaterThan(Date.UTC(2000, 0, 1));
    });

    it('sleeps at least as long as it was asked to, by its own monotonic time', async () => {
      const { clock, pass } = make();
      const startedMs = clock.monotonicMs();
      const slept = clock.sleep(20);
      await pass(20);
      await slept;
      expect(clock.monotonicMs() - startedMs).toBeGreaterThanOrEqual(20);
    });

    it('wakes sleepers in the order of their times, not of their calls', async () => {
      const { clock, pass } = make();
      const woken: number[] = [];
      const sleeps = [60, 20, 40].map((ms) => clock.sleep(ms).then(() => woken.push(ms)));
      await pass(60);
      await Promise.all(sleeps);
      expect(woken).toEqual([20, 40, 60]);
    });

    it.each([0, -5])('does not wait for a sleep of %i ms', async (ms) => {
      await expect(make().clock.sleep(ms)).resolves.toBeUndefined();
    });

    it('rejects a sleep with the reason of the abort', async () => {
      const { clock } = make();
      const abort = new AbortController();
      const reason = new Error('frozen');
      const slept = clock.sleep(60_000, abort.signal);
      abort.abort(reason);
      await expect(slept).rejects.toBe(reason);
    });

    it('rejects at once when the signal is already aborted', async () => {
      const reason = new Error('too late');
      await expect(make().clock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    });

    it('does not wake early from a sleep of more than 2^31 ms', async () => {
      const { clock, pass } = make();
      let woken = false;
      clock.sleep(2 ** 31 + 60_000, sleeping.signal).then(
        () => {
          woken = true;
        },
        () => {},
      );
      const short = clock.sleep(20);
      await pass(20);
      await short;
      expect(woken).toBe(false);
    });
  });
}
