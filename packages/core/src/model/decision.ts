import type { Action } from './action.ts';
import type { ServiceRef } from './service.ts';

/** A forecast value with its band, for one moment ahead. */
export interface ForecastPoint {
  readonly atMs: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** The inputs that made a decision, small and plain (JSON), so that any later version can be asked to decide on them again. */
export type Evidence = Readonly<Record<string, unknown>>;

/** What a control wants done now, with the reading that made it want it. */
export interface Decision extends ServiceRef {
  /** Unique and reproducible: `control/service@region/atMs`, and the instance after it where it is about one. */
  readonly id: string;
  readonly control: string;
  readonly atMs: number;
  readonly action: Action;
  /** One plain sentence. */
  readonly why: string;
  readonly evidence: Evidence;
  /** Forecast of the control's main signal, when the control makes one. */
  readonly forecast?: readonly ForecastPoint[];
  /** When it can be told whether the decision was right. */
  readonly gradeAtMs: number;
}

export type GradeOutcome =
  | 'true_positive'
  | 'false_positive'
  | 'true_negative'
  | 'false_negative'
  /** Readings are missing in the time that would have told. */
  | 'not_gradable';

/** What became of a decision. */
export interface Grade {
  readonly decisionId: string;
  readonly atMs: number;
  readonly outcome: GradeOutcome;
  readonly why: string;
}

/** How a control's decisions for one service were graded over a time, live in whatever mode or replayed over recorded readings. */
export interface GradeRecord {
  /** For how many days there were readings to decide on. */
  readonly days: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}
