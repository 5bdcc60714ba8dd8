import { isOunceError } from '@ounce/core';
import { inParallel } from '../../ports/in-parallel.ts';
import type { MetricReading, MetricRequest, MetricSource } from '../../ports/index.ts';
import { askServer } from './api.ts';
import { joinQueries, splitResult } from './batch.ts';
import { checkQuery } from './check-query.ts';
import type { PrometheusOptions } from './options.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { sampleTimeQuery, withSampleTime } from './sample-time.ts';

export type { PrometheusOptions } from './options.ts';
export { readRange } from './range.ts';

/** Asks Prometheus, or any store with its query API (Mimir, Thanos, VictoriaMetrics), in PromQL. */
export function prometheusSource(options: PrometheusOptions): MetricSource {
  const { clock, concurrency = 4, batchSize = 20, lookbackMs = 60_000 } = options;

  async function askAlone(query: string, atMs: number, signal: AbortSignal): Promise<Outcome> {
    return outcomeOf(await askServer(options, { query, atMs, signal }));
  }

  /** Together if the server will, else one by one, so that a bad query does not take the good ones with it. */
  async function askTogether(
    queries: readonly string[],
    atMs: number,
    signal: AbortSignal,
  ): Promise<readonly Outcome[]> {
    try {
      if (queries.length > 1) {
        const result = await askServer(options, { query: joinQueries(queries), atMs, signal });
        const outcomes = splitResult(result, queries);
        if (outcomes) return outcomes;
      }
      const alone: Outcome[] = [];
      for (const query of queries) alone.push(await askAlone(query, atMs, signal));
      return alone;
    } catch (error) {
      signal.throwIfAborted();
      if (!isOunceError(error)) throw error;
      return queries.map(() => ({ kind: 'missing', why: error.message }));
    }
  }

  async function read(
    requests: readonly MetricRequest[],
    signal: AbortSignal,
  ): Promise<readonly MetricReading[]> {
    signal.throwIfAborted();
    // One moment for all of a read: readings that are compared must be of the same time.
    const atMs = clock.nowMs();
    const outcomes = new Map<string, Outcome>();
    for (const { query } of requests) {
      const why = whyUnreadable(query);
      if (why) outcomes.set(query, { kind: 'missing', why });
    }
    const asked = requests.flatMap(({ query }) => [query, sampleTimeQuery(query) ?? query]);
    const readable = [...new Set(asked)].filter((query) => !outcomes.has(query));
    await inParallel(chunks(readable, batchSize), concurrency, async (batch) => {
      const answers = await askTogether(batch, atMs, signal);
      batch.forEach((query, at) => void outcomes.set(query, answers[at]!));
    });
    return requests.map(({ id, query }) => {
      const time = outcomes.get(sampleTimeQuery(query) ?? '');
      return { id, ...withSampleTime(outcomes.get(query)!, time, atMs - lookbackMs) };
    });
  }

  return {
    read,
    checkQuery,
    async ping(signal) {
      await askServer(options, { query: 'vector(1)', atMs: clock.nowMs(), signal });
    },
    async close() {},
  };
}

/** Such a query would break out of the brackets that a batch puts around it. */
function whyUnreadable(query: string): string | undefined {
  try {
    checkQuery(query);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
