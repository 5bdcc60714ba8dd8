import type { Calendar, KnownEvent, Stretch } from './calendar/calendar.ts';
import type { TimeAxis } from './calendar/local-axis.ts';
import type { Effort } from './ensemble/bank.ts';
import type { Calibration } from './intervals/conformal.ts';
import type { Seasons } from './models/model.ts';

export interface ForecastRequest {
  /** One reading a step, NaN where there is none. */
  readonly values: Float64Array;
  readonly axis: TimeAxis;
  /** How many steps ahead. */
  readonly horizon: number;
  /** Season lengths in steps, shortest first. Default: the day and the week, as far as the step divides them. */
  readonly seasons?: Seasons;
  /** Default `full`. */
  readonly effort?: Effort;
  /** Local time, daylight saving and holidays. Default: UTC, none. */
  readonly calendar?: Calendar;
  /** Past ones teach, future ones are forecast. */
  readonly events?: readonly KnownEvent[];
  /** Stretches that must not teach: past incidents, load tests. */
  readonly incidents?: readonly Stretch[];
}

export interface Forecast {
  /** Begins with the first forecast step. */
  readonly axis: TimeAxis;
  readonly point: Float64Array;
  /** The same without what holidays and events do; absent when none is known. */
  readonly ordinary?: Float64Array;
  /** The newest six weeks (or six of its longest seasons) that it was made from, up to its first step; NaN is missing or not ordinary. */
  readonly past?: Float64Array;
  /** The expected size of each step's error, in the unit of the series. */
  readonly errorSizes: Float64Array;
  readonly calibration: Calibration;
  readonly nonNegative: boolean;
  /** The models that were heard, heaviest first; weights sum to one. */
  readonly models: readonly { readonly name: string; readonly weight: number }[];
  readonly learnedFrom: LearnedFrom;
}

/** What the history looked like to the models. */
export interface LearnedFrom {
  /** Steps with a reading that was allowed to teach. */
  readonly readings: number;
  readonly missing: number;
  /** Readings left out because they stand out like an accident. */
  readonly outliers: number;
  /** Steps since the newest reading: 0 when the last step has one. */
  readonly staleSteps: number;
  /** The seasons that the history was long enough for. */
  readonly seasons: Seasons;
  /** Where the level last jumped and stayed, in steps before the forecast; absent when it did not. */
  readonly levelShiftStepsAgo?: number;
}

/** "No data" is an answer of its own, never a forecast of zero. */
export type ForecastOutcome =
  | { readonly kind: 'forecast'; readonly forecast: Forecast }
  | { readonly kind: 'no-forecast'; readonly why: string };
