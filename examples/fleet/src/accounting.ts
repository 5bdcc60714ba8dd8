/** Counts of one run of the traffic generator, up to a time of sending. */
export interface SentAccounting {
  readonly sent: number;
  /** The gateway took responsibility for them. */
  readonly accepted: number;
  /** Not accepted: refused, or no answer. */
  readonly failed: number;
  /** The part of `failed` that got no answer, so that the gateway may have accepted it all the same. */
  readonly unanswered: number;
  /** Asked to come back later, and given up in the end. */
  readonly throttled: number;
  /** Sent, and neither accepted nor failed nor given up yet. */
  readonly inFlight: number;
}

export type Outcome = 'accepted' | 'refused' | 'unanswered' | 'throttled';

const bucketMs = 1000;
const none = { sent: 0, accepted: 0, failed: 0, unanswered: 0, throttled: 0 };
type Counts = { -readonly [K in keyof typeof none]: number };

export interface SentLedger {
  sent(sentAtMs: number): void;
  settled(sentAtMs: number, outcome: Outcome): void;
  /**
   * @param beforeMs only messages sent before this time (ms since the epoch, rounded down to a whole second), so that
   *   a running generator can be compared with what was handled; everything when absent.
   */
  counts(beforeMs?: number): SentAccounting;
}

/** Keeps the counts per second of sending: a day of traffic is 86,400 small entries. */
export function createSentLedger(): SentLedger {
  const seconds = new Map<number, Counts>();
  const at = (sentAtMs: number) => {
    const second = Math.floor(sentAtMs / bucketMs);
    const known = seconds.get(second);
    if (known !== undefined) return known;
    const fresh = { ...none };
    seconds.set(second, fresh);
    return fresh;
  };
  return {
    sent: (sentAtMs) => {
      at(sentAtMs).sent += 1;
    },
    settled(sentAtMs, outcome) {
      const counts = at(sentAtMs);
      if (outcome === 'accepted') counts.accepted += 1;
      else if (outcome === 'throttled') counts.throttled += 1;
      else counts.failed += 1;
      if (outcome === 'unanswered') counts.unanswered += 1;
    },
    counts(beforeMs = Number.POSITIVE_INFINITY) {
      const total = { ...none };
      for (const [second, counts] of seconds) {
        if ((second + 1) * bucketMs > beforeMs) continue;
        for (const key of Object.keys(none) as (keyof Counts)[]) total[key] += counts[key];
      }
      return { ...total, inFlight: total.sent - total.accepted - total.failed - total.throttled };
    },
  };
}

/** Rounds a cut-off down to the whole second that counts are kept by; undefined stays undefined. */
export function wholeSeconds(beforeMs: number | undefined): number | undefined {
  return beforeMs === undefined ? undefined : Math.floor(beforeMs / bucketMs) * bucketMs;
}
