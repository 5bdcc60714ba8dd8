export const breakerStates = ['closed', 'open', 'half-open', 'isolated'] as const;
export type BreakerState = (typeof breakerStates)[number];

/** One change of one circuit's state, as the guard of an instance tells it. */
export interface BreakerChange {
  readonly instance: string;
  readonly dependency: string;
  /** Empty when the dependency is guarded as a whole. */
  readonly endpoint: string;
  readonly from: BreakerState;
  readonly to: BreakerState;
  /** How long calls are going to be refused; only when `to` is `open`. */
  readonly breakMs?: number;
  /** What broke it, in one line. */
  readonly cause?: string;
}
