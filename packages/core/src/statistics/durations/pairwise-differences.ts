/** So many differences are sorted rather than searched: more of them cost more than another pass over both samples. */
const few = 200;

/**
 * The k-th smallest (from 0) of all differences `late − early`, without making them all: n·m of them would not fit for
 * long histories. Narrows the range of values, counting in one pass over both ascending samples, until few enough lie in it. Both
 * ends of the range are differences that exist, so that equal ones (whole minutes) end the search and do not prolong it.
 */
export function nthDifference(before: Float64Array, after: Float64Array, k: number): number {
  let least = after[0]! - before.at(-1)!;
  let most = after.at(-1)! - before[0]!;
  let belowLeast = 0;
  let upToMost = before.length * after.length;
  // Halving is sure to get on, and where the counts point to is mostly nearer: in turns.
  for (let halve = false; upToMost - belowLeast > few && least < most; halve = !halve) {
    const share = halve ? 0.5 : (k + 0.5 - belowLeast) / (upToMost - belowLeast);
    const middle = least + (most - least) * share;
    const { count, last, next } = countUpTo(before, after, middle < most ? middle : least);
    if (count > k) [most, upToMost] = [last, count];
    else [least, belowLeast] = [next, count];
  }
  if (least === most) return most;
  return within(before, after, least, most)[k - belowLeast]!;
}

/** How many differences are at most `limit`, the last of them, and the next one beyond it. */
function countUpTo(before: Float64Array, after: Float64Array, limit: number) {
  let count = 0;
  let fitting = 0;
  let last = Number.NEGATIVE_INFINITY;
  let next = Number.POSITIVE_INFINITY;
  // The larger the early value, the more late ones lie within the limit of it.
  for (let i = 0; i < before.length; i++) {
    const early = before[i]!;
    while (fitting < after.length && after[fitting]! - early <= limit) fitting += 1;
    count += fitting;
    if (fitting > 0 && after[fitting - 1]! - early > last) last = after[fitting - 1]! - early;
    if (fitting < after.length && after[fitting]! - early < next) next = after[fitting]! - early;
  }
  return { count, last, next };
}

/** The differences from `least` up to `most`, in order. */
function within(before: Float64Array, after: Float64Array, least: number, most: number): Float64Array {
  const found: number[] = [];
  let first = 0;
  for (const early of before) {
    while (first < after.length && after[first]! - early < least) first += 1;
    for (let i = first; i < after.length && after[i]! - early <= most; i++) found.push(after[i]! - early);
  }
  return Float64Array.from(found).sort();
}
