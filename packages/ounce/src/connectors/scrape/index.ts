import { concurrencyFor } from '@ounce/core';
import { inParallel } from '../../ports/in-parallel.ts';
import type { MetricReading, MetricRequest, MetricSource } from '../../ports/index.ts';
import { CounterHistory } from './counter-history.ts';
import type { ScrapeOptions } from './options.ts';
import type { Expression } from './query/model.ts';
import { parseQuery, selectorsOf } from './query/parse.ts';
import { readRequest } from './read-request.ts';
import { scrapeTarget } from './scrape-target.ts';

export type { ScrapeOptions } from './options.ts';

/** Reads the services' own `/metrics`; no server in between. docs/connectors/scrape.md has the query language. */
export function scrapeSource(options: ScrapeOptions): MetricSource {
  const { clock, path = '/metrics', timeoutMs = 2000, concurrency = 32 } = options;
  const { mostConcurrency = Math.max(256, concurrency), roundMs = 500 } = options;
  let atOnce = concurrency;
  const { maxBodyBytes = 16 * 1024 * 1024, longestGapMs = 120_000, meter } = options;
  const history = new CounterHistory(longestGapMs);
  const parsed = new Map<string, Expression>();

  function parse(query: string): Expression {
    const known = parsed.get(query);
    if (known) return known;
    const expression = parseQuery(query);
    parsed.set(query, expression);
    return expression;
  }

  async function read(
    requests: readonly MetricRequest[],
    signal: AbortSignal,
  ): Promise<readonly MetricReading[]> {
    signal.throwIfAborted();
    const questions = requests.map((request) => ({ request, expression: tryTo(() => parse(request.query)) }));
    const names = new Set<string>();
    const targets = new Set<string>();
    for (const { request, expression } of questions) {
      if (expression instanceof Error) continue;
      for (const { metric } of selectorsOf(expression)) names.add(metric);
      for (const target of request.targets) targets.add(target);
    }
    const tookMs: number[] = [];
    const scrapes = await inParallel([...targets], atOnce, async (target) => {
      const beganMs = clock.monotonicMs();
      const scrape = await scrapeTarget(target, {
        ...{ clock, path, names, timeoutMs, maxBodyBytes, signal, meter },
      });
      tookMs.push(clock.monotonicMs() - beganMs);
      return [target, scrape] as const;
    });
    atOnce = concurrencyFor({
      ...{ jobs: targets.size, withinMs: roundMs, tookMs },
      ...{ now: atOnce, least: concurrency, most: mostConcurrency },
    });
    const thisRead = { scrapes: new Map(scrapes), history, read: {} };
    const readings = questions.map((question) => readRequest(question, thisRead));
    history.forget(clock.monotonicMs());
    return readings;
  }

  return {
    read,
    checkQuery(query) {
      parse(query);
    },
    // There is no server of its own to ask; whether the services answer is the platform's to say.
    async ping(signal) {
      signal.throwIfAborted();
    },
    async close() {},
  };
}

function tryTo(parse: () => Expression): Expression | Error {
  try {
    return parse();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
