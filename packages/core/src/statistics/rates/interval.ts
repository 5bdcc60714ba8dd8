/** Two limits that hold together with the stated probability; a limit may be 0 or Infinity. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Between 0 and 1, for example 0.95. */
  readonly level: number;
}
