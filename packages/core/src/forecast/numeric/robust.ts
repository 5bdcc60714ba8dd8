/** Order statistics that leave out missing values (NaN). All return NaN when nothing is left. */

/** A sorted copy of the finite values. */
export function sortedFinite(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) kept[count++] = value;
  }
  const finite = kept.subarray(0, count);
  return count <= insertionLimit ? insertionSort(finite) : finite.sort();
}

/** Up to here an insertion sort beats the built-in one, which is made for large arrays. */
const insertionLimit = 64;

function insertionSort(values: Float64Array): Float64Array {
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    let j = i - 1;
    while (j >= 0 && values[j]! > value) {
      values[j + 1] = values[j]!;
      j--;
    }
    values[j + 1] = value;
  }
  return values;
}

/** Linear interpolation between order statistics (Hyndman and Fan 1996, type 7); `level` within 0..1. */
export function quantileOfSorted(sorted: ArrayLike<number>, level: number): number {
  const count = sorted.length;
  if (count === 0) return Number.NaN;
  const position = Math.min(Math.max(level, 0), 1) * (count - 1);
  const below = Math.floor(position);
  const share = position - below;
  const low = sorted[below]!;
  return share === 0 ? low : low + share * (sorted[below + 1]! - low);
}

/**
 * What the next value stays under with probability `level` when it is as likely to fall into any of the gaps between the sorted ones: the
 * quantile of `n + 1` (type 6), which split conformal prediction promises its coverage for. Beyond the outermost there is nothing to say.
 */
export function nextQuantile(sorted: ArrayLike<number>, level: number): number {
  const count = sorted.length;
  return quantileOfSorted(sorted, count > 1 ? (level * (count + 1) - 1) / (count - 1) : 0);
}

export function quantile(values: ArrayLike<number>, level: number): number {
  return quantileOfSorted(sortedFinite(values), level);
}

export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** The median absolute deviation times 1.4826: the standard deviation, where the values are normal. */
export function robustDeviation(values: ArrayLike<number>): number {
  const sorted = sortedFinite(values);
  const centre = quantileOfSorted(sorted, 0.5);
  // In place and by a loop: this runs at every place of a history, and the callback forms are several times slower.
  for (let i = 0; i < sorted.length; i++) sorted[i] = Math.abs(sorted[i]! - centre);
  return 1.4826 * median(sorted);
}

/** The mean of the finite values. */
export function finiteMean(values: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      sum += value;
      count++;
    }
  }
  return count === 0 ? Number.NaN : sum / count;
}
