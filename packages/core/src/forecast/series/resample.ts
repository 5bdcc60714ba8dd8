/** How the readings of one longer step become one value: the mean for loads, the greatest for peaks. */
export type Aggregation = 'mean' | 'max';

/**
 * `factor` steps become one. A longer step with fewer than half of its readings there is missing (NaN). A rest at the
 * end that does not fill a step is left out.
 */
export function resample(values: Float64Array, factor: number, aggregation: Aggregation): Float64Array {
  if (!Number.isInteger(factor) || factor < 1)
    throw new RangeError(`resample by ${factor}: not a whole number from 1`);
  const out = new Float64Array(Math.floor(values.length / factor)).fill(Number.NaN);
  for (let step = 0; step < out.length; step++) {
    let sum = 0;
    let greatest = Number.NEGATIVE_INFINITY;
    let count = 0;
    for (let t = step * factor; t < (step + 1) * factor; t++) {
      const value = values[t]!;
      if (!Number.isFinite(value)) continue;
      sum += value;
      greatest = Math.max(greatest, value);
      count++;
    }
    if (count * 2 >= factor) out[step] = aggregation === 'mean' ? sum / count : greatest;
  }
  return out;
}
