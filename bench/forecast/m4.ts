import {
  coverage,
  type Effort,
  forecastSeries,
  type Model,
  mase,
  naive2,
  owa,
  quantileForecast,
  seasonalNaive,
  smape,
} from '../../packages/core/src/forecast/index.ts';
import type { BenchRow } from '../harness.ts';
import { cpuSeconds } from './cpu.ts';
import { hourMs, type M4Series, type Published } from './series-files.ts';

const season = 24;
const horizon = 48;

interface Scores {
  readonly smape: number;
  readonly mase: number;
  readonly coverage: number;
  readonly seriesPerSecond: number;
}

interface Said {
  readonly point: Float64Array;
  readonly inside: number;
}

/** Ounce beside the naive methods on the same series, and the published table of the whole set below it. */
export function m4Rows(series: readonly M4Series[], published: readonly Published[]): BenchRow[] {
  const scores: Record<string, Scores> = {
    'ounce full': score(series, ounce('full')),
    'ounce light': score(series, ounce('light')),
    Naive2: score(series, plain(naive2(season))),
    'naive 24': score(series, plain(seasonalNaive(24))),
    'naive 168': score(series, plain(seasonalNaive(168))),
  };
  const reference = scores.Naive2!;
  const name = `M4 hourly, ${series.length} series`;
  const row = (metric: string, unit: string, of: (scores: Scores) => number): BenchRow => ({
    case: name,
    metric,
    unit,
    values: Object.fromEntries(
      Object.entries(scores)
        .map(([method, each]) => [method, of(each)] as const)
        .filter(([, value]) => Number.isFinite(value)),
    ),
  });
  return [
    row('OWA', '', (each) => owa(each, reference)),
    row('sMAPE', '%', (each) => each.smape),
    row('MASE', '', (each) => each.mase),
    row('inside the 95 % interval', '%', (each) => 100 * each.coverage),
    row('series a second of CPU', '1/s', (each) => each.seriesPerSecond),
    ...publishedRows(published),
  ];
}

const shown = ['Doornik', 'Smyl', 'Pawlikowski', 'Montero-Manso', 'sNaive', 'Naive2', 'Theta'];

function publishedRows(published: readonly Published[]): BenchRow[] {
  const chosen = published.filter(({ name }) => shown.includes(name));
  const row = (metric: string, unit: string, of: (each: Published) => number): BenchRow => ({
    case: 'M4 hourly, published, 414 series',
    metric,
    unit,
    values: Object.fromEntries(chosen.map((each) => [each.name, of(each)])),
  });
  return [
    row('OWA', '', (each) => each.owa),
    row('sMAPE', '%', (each) => each.smape),
    row('MASE', '', (each) => each.mase),
  ];
}

function ounce(effort: Effort) {
  return ({ train, test }: M4Series): Said => {
    const axis = { startMs: 0, stepMs: hourMs };
    const outcome = forecastSeries({ values: train, axis, horizon, effort });
    if (outcome.kind !== 'forecast') throw new Error(outcome.why);
    const lower = quantileForecast(outcome.forecast, 0.025);
    const upper = quantileForecast(outcome.forecast, 0.975);
    return { point: outcome.forecast.point, inside: coverage(test, lower, upper) };
  };
}

function plain(model: Model) {
  return ({ train }: M4Series): Said => ({
    point: model.fit(train)!.forecast(train, train.length, horizon),
    inside: Number.NaN,
  });
}

function score(series: readonly M4Series[], forecast: (series: M4Series) => Said): Scores {
  // The first series warm the compiler up and are not timed.
  for (const each of series.slice(0, 10)) forecast(each);
  let said: Said[] = [];
  const seconds = cpuSeconds(() => {
    said = series.map(forecast);
  });
  const mean = (of: (each: Said, i: number) => number) =>
    said.reduce((sum, each, i) => sum + of(each, i) / said.length, 0);
  return {
    smape: mean(({ point }, i) => smape(series[i]!.test, point)),
    mase: mean(({ point }, i) => mase(series[i]!.train, series[i]!.test, point, season)),
    coverage: mean(({ inside }) => inside),
    seriesPerSecond: series.length / seconds,
  };
}
