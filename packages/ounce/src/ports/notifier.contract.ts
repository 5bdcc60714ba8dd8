import { isOunceError } from '@ounce/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notification, Notifier } from './notifier.ts';

export interface NotifierHarness {
  readonly notifier: Notifier;
  /** What people were told, oldest first, repeats of the same id left out. */
  delivered(): readonly Notification[];
  /** From now on the receiver refuses; for good, or so that a later try can help. */
  refuse(how: 'for good' | 'for the moment'): void;
  close(): Promise<void>;
}

const notification: Notification = {
  id: 'incident-7-opened',
  atMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  kind: 'incident.opened',
  severity: 'critical',
  title: 'queue_backlog on consumer@local',
  text: 'Depth 12,345 is over 1,000 since 03:03:05. “Zürich” scales out.',
  labels: { service: 'consumer', region: 'local' },
};

/** What every Notifier promises. `make` gives a fresh one for each test. */
export function notifierContract(make: () => Promise<NotifierHarness>): void {
  describe('Notifier', () => {
    let harness: NotifierHarness;
    const { signal } = new AbortController();

    beforeEach(async () => {
      harness = await make();
    });
    afterEach(async () => {
      await harness.notifier.close();
      await harness.close();
    });

    it('tells everything that it was given, unchanged', async () => {
      await harness.notifier.notify(notification, signal);
      expect(harness.delivered()).toEqual([notification]);
    });

    it('tells each notification once to receivers that drop repeats of an id', async () => {
      await harness.notifier.notify(notification, signal);
      await harness.notifier.notify(notification, signal);
      await harness.notifier.notify({ ...notification, id: 'incident-7-resolved' }, signal);
      expect(harness.delivered().map(({ id }) => id)).toEqual(['incident-7-opened', 'incident-7-resolved']);
    });

    it.each([
      { how: 'for good', retry: false },
      { how: 'for the moment', retry: true },
    ] as const)('says retry: $retry when it is refused $how', async ({ how, retry }) => {
      harness.refuse(how);
      const error = await harness.notifier.notify(notification, signal).catch((thrown: unknown) => thrown);
      expect(isOunceError(error) && { code: error.code, retry: error.retry }).toEqual({
        code: 'OUNCE_E_NOTIFY',
        retry,
      });
      expect(harness.delivered()).toEqual([]);
    });

    it('rejects with the reason when it is aborted, and tells nobody', async () => {
      const reason = new Error('the governor stops');
      await expect(harness.notifier.notify(notification, AbortSignal.abort(reason))).rejects.toBe(reason);
      expect(harness.delivered()).toEqual([]);
    });
  });
}
