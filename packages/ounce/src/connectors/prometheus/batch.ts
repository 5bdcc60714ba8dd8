import type { ApiResult, ApiSample } from './api.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf } from './outcome.ts';

const label = '__ounce_request__';

/**
 * Puts several queries into one: each gets a label of its own, so that `or` keeps them all apart. A query ends its own
 * line, because it may end in a comment.
 */
export function joinQueries(queries: readonly string[]): string {
  return queries.map((query, at) => `label_replace((${query}\n), "${label}", "${at}", "", "")`).join(' or ');
}

/** The outcome of each query of a batch; undefined when the server would not answer them together. */
export function splitResult(result: ApiResult, queries: readonly string[]): readonly Outcome[] | undefined {
  if (result.kind !== 'vector') return undefined;
  const byQuery = new Map<string, { metric: Readonly<Record<string, string>>; sample: ApiSample }[]>();
  for (const { metric, sample } of result.series) {
    const { [label]: at = '', ...labels } = metric;
    byQuery.set(at, [...(byQuery.get(at) ?? []), { metric: labels, sample }]);
  }
  return queries.map((_, at) => outcomeOf({ kind: 'vector', series: byQuery.get(String(at)) ?? [] }));
}
