import type { Model, Seasons } from '../models/model.ts';

export interface BacktestPlan {
  /** The models learn from the values before the first origin. */
  readonly origins: readonly number[];
  readonly horizon: number;
}

/** What every model said from every origin, beside what came. Missing values are NaN in `actual` and count nowhere. */
export interface Backtest {
  readonly plan: BacktestPlan;
  /** The models that were able to learn, in their order. */
  readonly models: readonly Model[];
  /** For each model, all origins' forecasts one after the other, `horizon` steps each. */
  readonly forecasts: readonly Float64Array[];
  readonly actual: Float64Array;
}

/**
 * Rolling origins over the last part of the history: one longest season (or one horizon, when that is longer), though
 * never more than a third of it, an origin every shortest season and at most twelve. Only origins with a whole horizon
 * behind them count, so that no horizon is judged on more weeks than another.
 */
export function planBacktest(length: number, horizon: number, seasons: Seasons): BacktestPlan | undefined {
  const span = Math.min(
    Math.max(seasons.at(-1) ?? 1, horizon + 2 * (seasons[0] ?? 1)),
    Math.floor(length / 3),
  );
  const tested = Math.min(horizon, Math.ceil(span * 0.75));
  if (tested < 1) return undefined;
  const room = span - tested;
  const count = Math.min(12, 1 + Math.floor(room / Math.max(seasons[0] ?? 1, 1)));
  const stride = count > 1 ? Math.floor(room / (count - 1)) : 0;
  const origins = Array.from({ length: count }, (_, k) => length - tested - (count - 1 - k) * stride);
  return { origins, horizon: tested };
}

/** Every model is fitted once, at the first origin, and then forecasts from all of them. */
export function runBacktest(
  models: readonly Model[],
  values: Float64Array,
  observed: Float64Array,
  plan: BacktestPlan,
): Backtest {
  const { origins, horizon } = plan;
  const learned = values.slice(0, origins[0]);
  const able: Model[] = [];
  const forecasts: Float64Array[] = [];
  for (const model of models) {
    const fitted = model.fit(learned);
    if (fitted === undefined) continue;
    const said = new Float64Array(origins.length * horizon);
    origins.forEach((origin, k) => {
      said.set(fitted.forecast(values, origin, horizon), k * horizon);
    });
    if (!said.every(Number.isFinite)) continue;
    able.push(model);
    forecasts.push(said);
  }
  const actual = new Float64Array(origins.length * horizon);
  origins.forEach((origin, k) => {
    actual.set(observed.subarray(origin, origin + horizon), k * horizon);
  });
  return { plan, models: able, forecasts, actual };
}

/** The weighted sum of the models' forecasts. */
export function combine(forecasts: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const out = new Float64Array(forecasts[0]?.length ?? 0);
  forecasts.forEach((forecast, k) => {
    const weight = weights[k]!;
    if (weight > 0) for (let i = 0; i < out.length; i++) out[i] = out[i]! + weight * forecast[i]!;
  });
  return out;
}
