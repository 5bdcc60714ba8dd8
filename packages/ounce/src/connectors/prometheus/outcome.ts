import type { ApiResult, ApiSample } from './api.ts';

export type Outcome =
  | { readonly kind: 'value'; readonly value: number; readonly atMs: number }
  | { readonly kind: 'missing'; readonly why: string };

/** A query must give exactly one number: to add or choose series in silence would be to make a value up. */
export function outcomeOf(result: ApiResult): Outcome {
  switch (result.kind) {
    case 'refused':
      return missing(result.why);
    case 'scalar':
      return fromSample(result.sample);
    case 'vector': {
      const [only, ...others] = result.series;
      if (!only) return missing('the query finds no series, or none with a recent sample');
      if (others.length === 0) return fromSample(only.sample);
      const found = `${result.series.length} series, such as ${JSON.stringify(only.metric)}`;
      return missing(`the query finds ${found}; it has to say how they make one number, for example sum(…)`);
    }
  }
}

function fromSample([seconds, text]: ApiSample): Outcome {
  // The API spells the infinite "+Inf"; neither it nor NaN is a reading.
  const value = Number(text);
  if (!Number.isFinite(value)) return missing(`the value is ${text}, not a number`);
  return { kind: 'value', value, atMs: Math.round(seconds * 1000) };
}

function missing(why: string): Outcome {
  return { kind: 'missing', why };
}
