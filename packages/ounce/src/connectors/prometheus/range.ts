import { OunceError, type Window } from '@ounce/core';
import { type ApiSample, askRange } from './api.ts';
import type { PrometheusOptions } from './options.ts';

/** Servers refuse more than 11,000 points a series in one answer. */
const mostPoints = 10_000;

export interface RangeRequest {
  readonly query: string;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly stepMs: number;
}

/**
 * What a query would have answered every `stepMs` in [since, until), oldest first. Moments without an answer, and NaN, are
 * absent. In as many requests as it takes.
 *
 * @throws OunceError OUNCE_E_METRIC_QUERY when the query is refused or gives more than one series
 * @throws OunceError OUNCE_E_METRIC_SOURCE when the server does not answer
 */
export async function readRange(
  options: PrometheusOptions,
  { query, sinceMs, untilMs, stepMs }: RangeRequest,
  signal: AbortSignal,
): Promise<Window> {
  const samples: ApiSample[] = [];
  for (let fromMs = sinceMs; fromMs < untilMs; fromMs += mostPoints * stepMs) {
    const lastMs = Math.min(untilMs - 1, fromMs + (mostPoints - 1) * stepMs);
    const result = await askRange(options, { query, sinceMs: fromMs, untilMs: lastMs, stepMs, signal });
    if (result.kind === 'refused') throw unusable(query, result.why);
    if (result.series.length > 1)
      throw unusable(query, `it gives ${result.series.length} series; sum or max them`);
    samples.push(...(result.series[0] ?? []));
  }
  const numbers = samples.filter(([, value]) => Number.isFinite(Number(value)));
  return {
    timesMs: Float64Array.from(numbers, ([seconds]) => Math.round(seconds * 1000)),
    values: Float64Array.from(numbers, ([, value]) => Number(value)),
  };
}

function unusable(query: string, why: string): OunceError {
  return new OunceError('OUNCE_E_METRIC_QUERY', `The query \`${query}\` cannot be used over a time: ${why}.`);
}
