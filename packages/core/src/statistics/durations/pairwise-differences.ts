/**
 * The k-th smallest (from 0) of all differences `late − early`, without making them all: n·m of them would not fit for
 * long histories. Halves the range of values, counting in one pass over both sorted samples, until few enough lie in it.
 */
export function nthDifference(before: Float64Array, after: Float64Array, k: number): number {
  const few = before.length + after.length;
  let low = after[0]! - before.at(-1)!;
  let high = after.at(-1)! - before[0]!;
  let upToLow = countUpTo(before, after, low);
  let upToHigh = before.length * after.length;
  if (upToLow > k) return low;
  // Invariant: upToLow ≤ k < upToHigh.
  while (upToHigh - upToLow > few) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    const upTo = countUpTo(before, after, middle);
    if (upTo > k) [high, upToHigh] = [middle, upTo];
    else [low, upToLow] = [middle, upTo];
  }
  return between(before, after, low, high)[k - upToLow]!;
}

/** How many differences are at most `limit`. */
function countUpTo(before: Float64Array, after: Float64Array, limit: number): number {
  let count = 0;
  let fitting = 0;
  // The larger the early value, the more late ones lie within the limit of it.
  for (let i = 0; i < before.length; i++) {
    const early = before[i]!;
    while (fitting < after.length && after[fitting]! - early <= limit) fitting += 1;
    count += fitting;
  }
  return count;
}

/** The differences above `low` and up to `high`, in order. */
function between(before: Float64Array, after: Float64Array, low: number, high: number): Float64Array {
  const found: number[] = [];
  let first = 0;
  for (const early of before) {
    while (first < after.length && after[first]! - early <= low) first += 1;
    for (let i = first; i < after.length && after[i]! - early <= high; i++) found.push(after[i]! - early);
  }
  return Float64Array.from(found).sort();
}
