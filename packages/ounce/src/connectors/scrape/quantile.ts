/** Observations up to `upperBound`, cumulative as Prometheus counts them. */
export interface Bucket {
  readonly upperBound: number;
  readonly count: number;
}

/**
 * The quantile that a classic histogram can tell, found by linear interpolation in its bucket as PromQL's
 * `histogram_quantile` does; in the last, open bucket the highest bound is all that is known.
 *
 * @param buckets in any order
 * @returns the quantile in the histogram's unit, or why there is none
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
 */
export function quantileOf(quantile: number, buckets: readonly Bucket[]): number | { readonly why: string } {
  const sorted = monotonic([...buckets].sort((a, b) => a.upperBound - b.upperBound));
  const total = sorted.at(-1);
  if (total?.upperBound !== Number.POSITIVE_INFINITY) return { why: 'has no bucket le="+Inf"' };
  if (sorted.length < 2) return { why: 'has no bucket besides le="+Inf"' };
  if (!(total.count > 0)) return { why: 'has counted nothing since the last reading' };
  const rank = quantile * total.count;
  const at = sorted.findIndex(({ count }) => count >= rank);
  if (at === sorted.length - 1) return sorted[at - 1]!.upperBound;
  const { upperBound, count } = sorted[at]!;
  if (at === 0 && upperBound <= 0) return upperBound;
  const lower = sorted[at - 1] ?? { upperBound: 0, count: 0 };
  const inBucket = count - lower.count;
  if (inBucket === 0) return lower.upperBound;
  return lower.upperBound + (upperBound - lower.upperBound) * ((rank - lower.count) / inBucket);
}

/** Instances are read one after another, so that a sum over them can be a few observations short. */
function monotonic(sorted: readonly Bucket[]): readonly Bucket[] {
  let most = 0;
  return sorted.map(({ upperBound, count }) => {
    most = Math.max(most, count);
    return { upperBound, count: most };
  });
}
