/** Upper bounds of the latency buckets, in seconds: finest around the 100 ms that a quick operation gets. */
export const latencyBoundsSeconds: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

const boundsMs = latencyBoundsSeconds.map((seconds) => seconds * 1_000);

/** A latency histogram with fixed buckets. */
export class Histogram {
  /** One count per bound and one for everything beyond the last; not cumulative. */
  readonly counts = new Float64Array(boundsMs.length + 1);
  sumMs = 0;

  observe(durationMs: number): void {
    let bucket = 0;
    while (bucket < boundsMs.length && durationMs > boundsMs[bucket]!) bucket++;
    this.counts[bucket]!++;
    this.sumMs += durationMs;
  }
}
