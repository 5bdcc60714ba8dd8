/** One line of an SLA: availability below `below` earns `creditShare` of that period's fee. */
export interface CreditTier {
  /** Availability, 0 to 1. */
  readonly below: number;
  /** 0 to 1. */
  readonly creditShare: number;
}

export interface BilledPeriod {
  /** Null where the availability is not known: such a period is counted as unknown, not as free of credits. */
  readonly availability: number | null;
  readonly fee: number;
}

export interface ServiceCredits {
  readonly credit: number;
  readonly unknownPeriods: number;
}

/**
 * Credits owed by a policy table, period by period: of all lines that apply, the highest credit counts.
 * @throws RangeError when a line's shares are not between 0 and 1.
 */
export function serviceCredits(
  policy: readonly CreditTier[],
  periods: readonly BilledPeriod[],
): ServiceCredits {
  for (const { below, creditShare } of policy) {
    if (!(below >= 0 && below <= 1 && creditShare >= 0 && creditShare <= 1)) {
      throw new RangeError(`an SLA line needs shares between 0 and 1, not ${below} and ${creditShare}`);
    }
  }
  let credit = 0;
  for (const { availability, fee } of periods) {
    if (availability === null) continue;
    const owed = policy.filter(({ below }) => availability < below).map(({ creditShare }) => creditShare);
    credit += Math.max(0, ...owed) * fee;
  }
  return { credit, unknownPeriods: periods.filter(({ availability }) => availability === null).length };
}
