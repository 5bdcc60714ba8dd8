/** A duration that has ended, or that was still running when it was last looked at (censored). */
export interface ObservedDuration {
  readonly duration: number;
  readonly ended: boolean;
}

/** Durations in ascending order, those that have ended apart from those still open: sorted once, walked by every estimator. */
export interface DurationSample {
  readonly ended: Float64Array;
  readonly open: Float64Array;
}

export function durationSample(ended: readonly number[], open: readonly number[] = []): DurationSample {
  return { ended: Float64Array.from(ended).sort(), open: Float64Array.from(open).sort() };
}

export function sampleOf(durations: readonly ObservedDuration[] | DurationSample): DurationSample {
  if ('open' in durations) return durations;
  const those = (ended: boolean) =>
    durations.flatMap((each) => (each.ended === ended ? [each.duration] : []));
  return durationSample(those(true), those(false));
}
