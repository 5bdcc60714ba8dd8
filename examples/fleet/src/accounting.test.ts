import { describe, expect, it } from 'vitest';
import { createSentLedger, wholeSeconds } from './accounting.ts';

describe('createSentLedger', () => {
  const ledger = createSentLedger();
  for (const sentAtMs of [1000, 1999, 2000, 2500, 3999, 4000]) ledger.sent(sentAtMs);
  ledger.settled(4000, 'throttled');
  ledger.settled(1000, 'accepted');
  ledger.settled(1999, 'refused');
  ledger.settled(2000, 'unanswered');
  ledger.settled(3999, 'accepted');

  it('counts everything, and what is still under way', () => {
    expect(ledger.counts()).toEqual({
      sent: 6,
      accepted: 2,
      failed: 2,
      unanswered: 1,
      throttled: 1,
      inFlight: 1,
    });
  });

  it('counts only whole seconds before the cut-off, as the accounting of what was handled does', () => {
    expect(ledger.counts(2999)).toEqual({
      sent: 2,
      accepted: 1,
      failed: 1,
      unanswered: 0,
      throttled: 0,
      inFlight: 0,
    });
    expect(ledger.counts(wholeSeconds(2999))).toEqual(ledger.counts(2999));
    expect(ledger.counts(3000)).toEqual({
      sent: 4,
      accepted: 1,
      failed: 2,
      unanswered: 1,
      throttled: 0,
      inFlight: 1,
    });
    expect(wholeSeconds(undefined)).toBeUndefined();
  });
});
