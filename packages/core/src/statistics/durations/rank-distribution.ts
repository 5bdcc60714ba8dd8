/** The values of both samples ranked together; equal values share the mean of their ranks. */
export function midRanks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/**
 * How many of the ways to draw `drawn` of these ranks give each doubled rank sum (doubled, so that shared ranks stay
 * whole). The exact permutation distribution of the rank sum, ties included (Streitberg & Röhmel 1986).
 */
export function rankSumWays(ranks: readonly number[], drawn: number): Float64Array {
  const doubled = ranks.map((rank) => Math.round(rank * 2)).sort((a, b) => a - b);
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
