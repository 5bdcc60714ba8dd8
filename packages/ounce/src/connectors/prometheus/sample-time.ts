import type { Outcome } from './outcome.ts';

/** A series, or one aggregation over some, with nothing else around it. */
const simple =
  /^\s*(?:(?:sum|avg|max|min)\s*\(\s*)?(?<selector>[a-zA-Z_:][\w:]*\s*(?:\{(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^"'{}])*\})?)\s*\)?\s*$/;

/**
 * The API stamps every answer with the time of the question, however old the sample is that it found. This asks for the
 * oldest sample's own time, in seconds; undefined for queries that are more than one aggregation over one selector.
 */
export function sampleTimeQuery(query: string): string | undefined {
  const selector = query.match(simple)?.groups?.selector;
  return selector && `min(timestamp(${selector.trim()}))`;
}

/** Sets the reading's time to its sample's. Older servers do not know `lookback_delta`, so its limit is kept here too. */
export function withSampleTime(outcome: Outcome, time: Outcome | undefined, oldestMs: number): Outcome {
  if (outcome.kind === 'missing' || time?.kind !== 'value') return outcome;
  const atMs = Math.round(time.value * 1000);
  if (atMs >= oldestMs) return { ...outcome, atMs };
  return {
    kind: 'missing',
    why: `the newest sample is of ${new Date(atMs).toISOString()}, which is too long ago`,
  };
}
