export interface RankedTogether {
  /** Of both samples, ascending; equal values share the mean of their ranks. */
  readonly ranks: Float64Array;
  /** Of the second sample. */
  readonly rankSum: number;
}

/** The ranks of two ascending samples put together. */
export function rankTogether(before: Float64Array, after: Float64Array): RankedTogether {
  const ranks = new Float64Array(before.length + after.length);
  let rankSum = 0;
  let early = 0;
  let late = 0;
  for (let start = 0; start < ranks.length; ) {
    const value = Math.min(
      before[early] ?? Number.POSITIVE_INFINITY,
      after[late] ?? Number.POSITIVE_INFINITY,
    );
    const lateFrom = late;
    while (early < before.length && before[early]! <= value) early += 1;
    while (late < after.length && after[late]! <= value) late += 1;
    const end = early + late;
    const rank = (start + 1 + end) / 2;
    ranks.fill(rank, start, end);
    rankSum += rank * (late - lateFrom);
    start = end;
  }
  return { ranks, rankSum };
}

/**
 * How many of the ways to draw `drawn` of these ranks give each doubled rank sum (doubled, so that shared ranks stay
 * whole). The exact permutation distribution of the rank sum, ties included (Streitberg & Röhmel 1986).
 */
export function rankSumWays(ranks: ArrayLike<number>, drawn: number): Float64Array {
  const doubled = Array.from(ranks, (rank) => Math.round(rank * 2)).sort((a, b) => a - b);
  const upTo = [0];
  for (const rank of doubled) upTo.push(upTo.at(-1)! + rank);
  const count = doubled.length;
  const largest = upTo[count]! - upTo[count - drawn]!;
  const ways = Array.from({ length: drawn + 1 }, () => new Float64Array(largest + 1));
  ways[0]![0] = 1;
  for (let index = 0; index < count; index++) {
    const rank = doubled[index]!;
    // With fewer taken by now, the rest would not suffice.
    const fewest = Math.max(1, drawn - (count - 1 - index));
    for (let taken = Math.min(drawn, index + 1); taken >= fewest; taken--) {
      const from = ways[taken - 1]!;
      const to = ways[taken]!;
      // So many of the ranks seen by now sum up to no more and no less.
      const most = Math.min(largest, upTo[index + 1]! - upTo[index + 1 - taken]!);
      const least = Math.max(rank, upTo[taken]!);
      for (let sum = most; sum >= least; sum--) to[sum]! += from[sum - rank]!;
    }
  }
  return ways[drawn]!;
}
