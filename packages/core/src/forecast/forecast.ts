import { type EnsembleForecast, ensembleForecast, lastReading } from './ensemble/ensemble.ts';
import { type Calibration, calibrate, scoreQuantile } from './intervals/conformal.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { Forecast, ForecastOutcome, ForecastRequest, LearnedFrom } from './request.ts';

/** Weeks, for what days' peaks are compared with. */
const seasonsKept = 6;

/**
 * Forecasts one series: lays it out by the local clock, takes out what must not teach, weighs the models by a backtest
 * on this very series, and calibrates the intervals on the same backtest. Pure and deterministic: the same request gives
 * the same forecast, bit for bit. Throws RangeError for a horizon that is not a whole number from 1.
 */
export function forecastSeries(request: ForecastRequest): ForecastOutcome {
  const { horizon, values, axis } = request;
  if (!Number.isInteger(horizon) || horizon < 1) {
    throw new RangeError(`horizon ${horizon}: not a whole number from 1`);
  }
  const prepared = prepare(request);
  if (prepared === undefined) {
    return { kind: 'no-forecast', why: 'There are fewer than 8 readings to learn from.' };
  }
  const places = Int32Array.from({ length: horizon }, (_, h) => prepared.placeOf(values.length + h));
  const localNow = prepared.firstPlace + prepared.values.length;
  const reach = places.reduce((most, place) => Math.max(most, place - localNow + 1), 1);
  const ensemble = ensembleForecast({ ...prepared, horizon: reach, effort: request.effort ?? 'full' });
  const calibration = calibrationOf(ensemble, reach);
  // Errors grow from the newest reading on, not from the end of a history that has stopped before.
  const stale = prepared.values.length - 1 - lastReading(prepared.observed);
  const point = new Float64Array(horizon);
  const ordinary = new Float64Array(horizon);
  const errorSizes = new Float64Array(horizon);
  places.forEach((place, h) => {
    const step = Math.max(place - localNow, 0);
    const usual = ensemble.point[step]!;
    const said = prepared.effects?.apply(usual, place) ?? usual;
    const slot = (prepared.values.length + step) % ensemble.slotSizes.length;
    const grown = calibration.growth[Math.min(stale + step, calibration.growth.length - 1)]!;
    ordinary[h] = usual;
    point[h] = said;
    // Twice the load, twice the error; less load is no promise of less error.
    const lift = usual > 0 ? Math.max(said / usual, 1) : 1;
    errorSizes[h] = ensemble.slotSizes[slot]! * grown * lift;
  });
  const forecast: Forecast = {
    axis: { startMs: axis.startMs + values.length * axis.stepMs, stepMs: axis.stepMs },
    point,
    ...(prepared.effects ? { ordinary } : {}),
    past: prepared.observed.slice(-seasonsKept * (prepared.seasons.at(-1) ?? 1)),
    errorSizes,
    calibration,
    nonNegative: prepared.values.every((value) => value >= 0),
    models: ensemble.models,
    learnedFrom: learnedFrom(prepared, values),
  };
  return { kind: 'forecast', forecast };
}

/**
 * The value that the series stays under with probability `level` (0..1), step by step; 0.5 is near the point forecast,
 * 0.025 and 0.975 make the 95 % interval. NaN when the history was too short for a backtest. Never falls as `level` rises.
 */
export function quantileForecast(forecast: Forecast, level: number): Float64Array {
  const score = scoreQuantile(forecast.calibration, level);
  return forecast.point.map((value, h) => {
    const quantile = value + score * forecast.errorSizes[h]!;
    return forecast.nonNegative ? Math.max(quantile, 0) : quantile;
  });
}

function calibrationOf(ensemble: EnsembleForecast, reach: number): Calibration {
  if (ensemble.backtested !== undefined) return calibrate(ensemble.backtested);
  return {
    scores: new Float64Array(0),
    peakScores: new Float64Array(0),
    growth: new Float64Array(reach).fill(1),
    widening: 1,
    coverage: Number.NaN,
  };
}

function learnedFrom(prepared: Prepared, values: Float64Array): LearnedFrom {
  const { seasons, outliers, levelShiftStepsAgo } = prepared;
  let missing = 0;
  for (const value of values) if (!Number.isFinite(value)) missing++;
  let staleSteps = 0;
  while (staleSteps < values.length && !Number.isFinite(values[values.length - 1 - staleSteps]!))
    staleSteps++;
  const readings = prepared.trusted.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  const base = { readings, missing, outliers, staleSteps, seasons };
  return levelShiftStepsAgo === undefined ? base : { ...base, levelShiftStepsAgo };
}
