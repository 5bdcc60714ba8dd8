import type { Model } from './model.ts';

/**
 * The same model on the logarithm, where effects multiply: twice the users at noon are twice the users at night. Only
 * for series without negative values; zeros are met by a small offset (a twentieth of the mean).
 */
export function onLogScale(model: Model): Model {
  return {
    name: `log of ${model.name}`,
    fit(values) {
      let smallest = Number.POSITIVE_INFINITY;
      let sum = 0;
      for (const value of values) {
        smallest = Math.min(smallest, value);
        sum += value;
      }
      if (smallest < 0 || sum <= 0) return undefined;
      const offset = smallest > 0 ? 0 : (0.05 * sum) / values.length;
      const toLog = memoised((history) =>
        history.map((value) => Math.log(Math.max(value, 0) + offset || 1e-300)),
      );
      const inner = model.fit(toLog(values));
      if (inner === undefined) return undefined;
      return {
        forecast(history, origin, horizon) {
          const logs = inner.forecast(toLog(history), origin, horizon);
          return logs.map((log) => Math.max(Math.exp(Math.min(log, largestLog)) - offset, 0));
        },
      };
    },
  };
}

/** A recursion that runs away must stay a number; the ensemble then holds it near the history. */
const largestLog = 700;

/** Backtests ask for the same history again and again; its logarithms are taken once. */
function memoised(compute: (values: Float64Array) => Float64Array): (values: Float64Array) => Float64Array {
  let last: { readonly of: Float64Array; readonly result: Float64Array } | undefined;
  return (values) => {
    if (last?.of !== values) last = { of: values, result: compute(values) };
    return last.result;
  };
}
