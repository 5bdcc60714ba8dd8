import type { FittedModel, Model } from './model.ts';

/** What was one season ago comes again. With a season of 1 it repeats the last value. */
export function seasonalNaive(season: number): Model {
  const fitted: FittedModel = {
    forecast(values, origin, horizon) {
      const out = new Float64Array(horizon);
      for (let h = 0; h < horizon; h++) out[h] = values[origin - season + (h % season)]!;
      return out;
    },
  };
  return {
    name: `seasonal naive ${season}`,
    fit: (values) => (values.length >= season ? fitted : undefined),
  };
}
