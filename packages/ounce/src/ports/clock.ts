/** The only source of time, and the only thing that may wait. */
export interface Clock {
  /** Wall-clock time, ms since the epoch: for records. */
  nowMs(): number;
  /** Monotonic time in ms from an arbitrary start: for durations and schedules. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with `signal.reason` when the signal aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
