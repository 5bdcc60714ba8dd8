/**
 * A forecasting model learns from a complete series (gaps filled beforehand) and then forecasts from any origin:
 * the coefficients stay, the state is read anew from `values[0 … origin)`. That is what makes rolling-origin
 * backtests cheap: one fit serves all origins.
 */
export interface Model {
  readonly name: string;
  /** Undefined when the series is too short for this model. */
  fit(values: Float64Array): FittedModel | undefined;
}

export interface FittedModel {
  /** `horizon` steps that follow `values[origin - 1]`; nothing at or after `origin` is read. */
  forecast(values: Float64Array, origin: number, horizon: number): Float64Array;
}

/** Season lengths in steps, shortest first, e.g. [24, 168] for hourly readings with days and weeks. */
export type Seasons = readonly number[];
