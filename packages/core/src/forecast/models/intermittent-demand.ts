import type { Model } from './model.ts';

/**
 * For series that are zero most of the time: the chance of a demand and its size are smoothed apart and multiplied
 * (Teunter, Syntetos and Babai 2011, a form of Croston 1972 that also notices when demand stops). The forecast is the
 * expected value, the same for every step.
 */
export function intermittentDemand(smoothing: number): Model {
  return {
    name: `intermittent demand ${smoothing}`,
    fit(values) {
      if (values.length < 8) return undefined;
      return {
        forecast(history, origin, horizon) {
          const { chance, size } = startingPoint(history, origin);
          let probability = chance;
          let demand = size;
          for (let t = 0; t < origin; t++) {
            const value = history[t]!;
            probability += smoothing * ((value > 0 ? 1 : 0) - probability);
            if (value > 0) demand += smoothing * (value - demand);
          }
          return new Float64Array(horizon).fill(probability * demand);
        },
      };
    },
  };
}

function startingPoint(history: Float64Array, origin: number): { chance: number; size: number } {
  let demands = 0;
  let sum = 0;
  for (let t = 0; t < origin; t++) {
    const value = history[t]!;
    if (value > 0) {
      demands++;
      sum += value;
    }
  }
  return { chance: demands / origin, size: demands > 0 ? sum / demands : 0 };
}
