import type { Window } from './window.ts';

export type BreakerState = 'closed' | 'open' | 'half-open' | 'isolated';

/** Calls pass and their results are counted. */
export interface ClosedPhase {
  readonly kind: 'closed';
  readonly window: Window;
  failuresInARow: number;
  lastFailure: unknown;
  /** The result handlers of every call that was admitted in this phase and needs no duration. */
  readonly onValue: (value: unknown) => unknown;
  readonly onError: (error: unknown) => never;
}

/** Calls are refused until `untilMs`. */
interface OpenPhase {
  readonly kind: 'open';
  readonly untilMs: number;
  /** 1 for the first opening since the circuit was last closed. */
  readonly opening: number;
  /** The error (or the value) that broke the circuit. */
  readonly cause: unknown;
  readonly message: string;
}

/** A few trial calls pass; the rest are refused. */
interface HalfOpenPhase {
  readonly kind: 'half-open';
  readonly opening: number;
  readonly cause: unknown;
  readonly message: string;
  /** In the order in which they began. */
  readonly trials: Trial[];
  successes: number;
}

/** Calls are refused until everyone who isolated the circuit has released it. */
interface IsolatedPhase {
  readonly kind: 'isolated';
  readonly message: string;
}

export type Phase = ClosedPhase | OpenPhase | HalfOpenPhase | IsolatedPhase;

/** The permit of one trial call. */
export interface Trial {
  readonly kind: 'trial';
  readonly phase: HalfOpenPhase;
  readonly startedMs: number;
}

/** Let through without being counted: the breaker is disabled, or watches without refusing. */
export const uncounted = Object.freeze({ kind: 'uncounted' as const });

/** What an admitted call holds: the generation that its result belongs to. Give it back exactly once. */
export type Admission = ClosedPhase | Trial | typeof uncounted;

/** One change of a breaker's state. */
export interface BreakerTransition {
  readonly breaker: string;
  readonly from: BreakerState;
  readonly to: BreakerState;
  /** When it happened, on the breaker's monotonic clock. */
  readonly atMs: number;
  /** How long calls are going to be refused, in ms; 0 unless `to` is `open`. */
  readonly breakMs: number;
  /** The failure that opened the circuit, as far as there was one. */
  readonly cause: unknown;
}
