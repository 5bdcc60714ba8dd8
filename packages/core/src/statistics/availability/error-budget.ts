export interface ErrorBudget {
  /** Share of the observed time without downtime, 0 to 1; null where nothing was observed. */
  readonly availability: number | null;
  readonly target: number;
  readonly allowedMinutes: number;
  readonly spentMinutes: number;
  /** Negative when more was spent than allowed. */
  readonly remainingMinutes: number;
  /** 1 = all of it; null where nothing was allowed. */
  readonly spentShare: number | null;
  readonly met: boolean | null;
}

/**
 * Downtime against an availability target (0.9998 = 99.98 %) over the minutes that were observed: what the target
 * allows, what was spent. (Beyer et al., Site Reliability Engineering, 2016, ch. 3–4.)
 * @throws RangeError unless 0 < target ≤ 1 and downtime ≥ 0.
 */
export function errorBudget(downtimeMinutes: number, observedMinutes: number, target: number): ErrorBudget {
  if (!(target > 0 && target <= 1) || !(downtimeMinutes >= 0)) {
    throw new RangeError(
      'an error budget needs a target above 0 and at most 1, and a downtime of at least 0 minutes',
    );
  }
  const observed = Math.max(0, observedMinutes);
  const availability = observed > 0 ? Math.max(0, 1 - downtimeMinutes / observed) : null;
  const allowedMinutes = (1 - target) * observed;
  return {
    availability,
    target,
    allowedMinutes,
    spentMinutes: downtimeMinutes,
    remainingMinutes: allowedMinutes - downtimeMinutes,
    spentShare: allowedMinutes > 0 ? downtimeMinutes / allowedMinutes : null,
    met: availability === null ? null : availability >= target,
  };
}
