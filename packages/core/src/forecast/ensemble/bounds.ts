/**
 * Holds a forecast, in place, near what the history has seen: up to a quarter of its range above the highest, and not
 * below the lowest where nothing is negative (a tenth of the range below it otherwise). A recursion that runs away is
 * the one way in which a linear model does real harm, and loads grow into the unknown upwards.
 */
export function historyBounds(history: Float64Array): (forecast: Float64Array) => void {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of history) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const range = highest - lowest;
  const floor = lowest >= 0 ? lowest : lowest - 0.1 * range;
  const ceiling = highest + 0.25 * range;
  return (forecast) => {
    for (let i = 0; i < forecast.length; i++) {
      forecast[i] = Math.min(ceiling, Math.max(floor, forecast[i]!));
    }
  };
}
