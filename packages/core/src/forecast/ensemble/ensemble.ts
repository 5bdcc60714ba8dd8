import type { CalibrationInput } from '../intervals/conformal.ts';
import { slotSizes } from '../intervals/slot-sizes.ts';
import type { Model, Seasons } from '../models/model.ts';
import { seasonalNaive } from '../models/seasonal-naive.ts';
import { combine, planBacktest, runBacktest } from './backtest.ts';
import { type Effort, modelBank } from './bank.ts';
import { historyBounds } from './bounds.ts';
import { learnWeights } from './weights.ts';

export interface EnsembleInput {
  /** Complete. */
  readonly values: Float64Array;
  /** NaN where errors do not count for the intervals, and where they do not count for the weights. */
  readonly observed: Float64Array;
  readonly trusted: Float64Array;
  readonly seasons: Seasons;
  readonly horizon: number;
  readonly effort: Effort;
}

export interface EnsembleForecast {
  readonly point: Float64Array;
  readonly models: readonly { readonly name: string; readonly weight: number }[];
  /** The expected error size of each slot of the shortest season. */
  readonly slotSizes: Float64Array;
  /** The combination's errors in the backtest; undefined when the history was too short for one. */
  readonly backtested: CalibrationInput | undefined;
}

/** Weighs the models by a backtest on this very series, lets each learn from all of it, and adds up what they say. */
export function ensembleForecast(input: EnsembleInput): EnsembleForecast {
  const { values, observed, trusted, seasons, horizon, effort } = input;
  const hold = historyBounds(values);
  const sizes = slotSizes(observed, seasons[0] ?? 1, seasons.at(-1) ?? 1);
  // Where readings have stopped there is nothing to be tested against.
  const plan = planBacktest(lastReading(observed) + 1, horizon, seasons);
  const bank = modelBank(seasons, effort, isIntermittent(observed));
  const backtest = plan && runBacktest(bank, values, trusted, plan);
  if (plan === undefined || backtest === undefined || backtest.models.length === 0) {
    const naive = seasonalNaive(1);
    const point = naive.fit(values)!.forecast(values, values.length, horizon);
    return { point, models: [{ name: naive.name, weight: 1 }], slotSizes: sizes, backtested: undefined };
  }
  for (const forecast of backtest.forecasts) hold(forecast);
  const weights = learnWeights(backtest);
  const said = combine(backtest.forecasts, weights);
  const errors = said.map((value, i) => {
    const origin = plan.origins[Math.floor(i / plan.horizon)]!;
    return observed[origin + (i % plan.horizon)]! - value;
  });
  const sizesAt = said.map((_, i) => {
    const origin = plan.origins[Math.floor(i / plan.horizon)]!;
    return sizes[(origin + (i % plan.horizon)) % sizes.length]!;
  });
  const tested = plan.origins.at(-1)! + plan.horizon - plan.origins[0]!;
  return {
    point: finalForecast(backtest.models, weights, values, horizon, hold),
    models: backtest.models
      .map((model, k) => ({ name: model.name, weight: weights[k]! }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight),
    slotSizes: sizes,
    backtested: {
      said,
      errors,
      sizes: sizesAt,
      horizon: plan.horizon,
      season: seasons[0] ?? 1,
      independent: tested / independentStretch(plan.horizon, seasons[0] ?? 1),
    },
  };
}

/**
 * Steps after which errors have little to do with each other: errors of one origin share its level, those of one day
 * share its weather. Between the two, a little under their geometric mean.
 */
function independentStretch(horizon: number, shortest: number): number {
  return Math.max(0.85 * Math.sqrt(horizon * shortest), Math.min(shortest, horizon), 1);
}

function finalForecast(
  models: readonly Model[],
  weights: readonly number[],
  values: Float64Array,
  horizon: number,
  hold: (forecast: Float64Array) => void,
): Float64Array {
  const heard: Float64Array[] = [];
  const heardWeights: number[] = [];
  models.forEach((model, k) => {
    if (weights[k] === 0) return;
    const forecast = model.fit(values)?.forecast(values, values.length, horizon);
    if (forecast === undefined || !forecast.every(Number.isFinite)) return;
    hold(forecast);
    heard.push(forecast);
    heardWeights.push(weights[k]!);
  });
  const sum = heardWeights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0)) return seasonalNaive(1).fit(values)!.forecast(values, values.length, horizon);
  return combine(
    heard,
    heardWeights.map((weight) => weight / sum),
  );
}

/** The place of the newest reading, -1 without any. */
export function lastReading(observed: Float64Array): number {
  return observed.findLastIndex((value) => !Number.isNaN(value));
}

/** Zero more often than not, and never below. */
function isIntermittent(observed: Float64Array): boolean {
  let zeros = 0;
  let count = 0;
  for (const value of observed) {
    if (value < 0) return false;
    if (value === 0) zeros++;
    if (!Number.isNaN(value)) count++;
  }
  return zeros * 2 > count;
}
