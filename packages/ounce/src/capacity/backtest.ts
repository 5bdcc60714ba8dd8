import { forecastSeries, quantileForecast, type ServiceRef } from '@ounce/core';
import type { History } from '../history/index.ts';
import { hourlyLoad } from './hourly-load.ts';
import { weekHours } from './new-service.ts';
import { type ForecastKnowledge, knowledgeFor } from './week-ahead.ts';

const hourMs = 3_600_000;

export interface BacktestWeek {
  readonly startMs: number;
  /** Mean absolute error over the mean absolute error of "as a week ago" (MASE); below 1 is better than that. */
  readonly mase: number;
  /** Share of the hours within the 95 % band. */
  readonly coverage: number;
  /** Days on which an hour rose above the upper end, of how many. */
  readonly daysOver: number;
  readonly days: number;
}

export interface BacktestQuestion extends ForecastKnowledge {
  readonly weeks: number;
  readonly upperQuantile: number;
  readonly effort: 'light' | 'full';
}

/** How good the forecasts of the last weeks would have been: each made from what was known before it. */
export function backtest(
  history: Pick<History, 'hours'>,
  of: ServiceRef,
  nowMs: number,
  { weeks, upperQuantile, effort, ...knowledge }: BacktestQuestion,
): readonly BacktestWeek[] {
  const load = hourlyLoad(history, of, { sinceMs: 0, untilMs: nowMs });
  if (!load) return [];
  const { values, axis } = load;
  const results: BacktestWeek[] = [];
  for (let back = weeks; back >= 1; back--) {
    const at = values.length - back * weekHours;
    // A week to learn from, and one to compare with.
    if (at < 2 * weekHours) continue;
    const taught = values.slice(Math.max(0, at - 8 * weekHours), at);
    const startMs = axis.startMs + at * hourMs;
    const taughtAxis = { startMs: startMs - taught.length * hourMs, stepMs: hourMs };
    const outcome = forecastSeries({
      ...{ values: taught, axis: taughtAxis, horizon: weekHours, effort },
      ...knowledgeFor({ values: taught, axis: taughtAxis }, knowledge),
    });
    if (outcome.kind === 'no-forecast') continue;
    const band = [0.025, 0.975, upperQuantile].map((level) => quantileForecast(outcome.forecast, level));
    const actual = values.slice(at, at + weekHours);
    const before = values.slice(at - weekHours, at);
    results.push({ startMs, ...judged(actual, before, outcome.forecast.point, band) });
  }
  return results;
}

function judged(
  actual: Float64Array,
  before: Float64Array,
  point: Float64Array,
  [lower, upper, alarm]: readonly Float64Array[],
): Omit<BacktestWeek, 'startMs'> {
  let [error, naive, inside, hours] = [0, 0, 0, 0];
  const over = new Set<number>();
  for (let i = 0; i < actual.length; i++) {
    if (Number.isNaN(actual[i]) || Number.isNaN(before[i])) continue;
    hours++;
    error += Math.abs(actual[i]! - point[i]!);
    naive += Math.abs(actual[i]! - before[i]!);
    if (actual[i]! >= lower![i]! && actual[i]! <= upper![i]!) inside++;
    if (actual[i]! > alarm![i]!) over.add(Math.floor(i / 24));
  }
  return {
    mase: naive > 0 ? error / naive : Number.NaN,
    coverage: inside / hours,
    daysOver: over.size,
    days: 7,
  };
}
