import { flatness, type LineSums, lineThrough, weightOf } from './line-sums.ts';

/** A level has been seen for at least so long and in so many readings: what passes sooner is a burst, and bursts are noise. */
const leastSeconds = 10;
const leastReadings = 2;
/** The two levels must differ by so many standard errors. */
const changeErrors = 5;

/**
 * Whether the rate went from one level to another at point `at` or beside it: the readings on either side agree among
 * themselves, and the sides do not. One reading taken in the middle of the change belongs to neither. A burst is no level:
 * its side does not agree. `noise` is the least variance that readings of one level are taken to have.
 */
export function levelChangesAt(roots: LineSums, at: number, noise: number): boolean {
  for (let newerEnd = at - 1; newerEnd <= at + 1; newerEnd++) {
    if (newerEnd >= at && differ(roots, newerEnd, newerEnd, noise)) return true;
    if (differ(roots, newerEnd, newerEnd + 1, noise)) return true;
  }
  return false;
}

/** Whether the level that ends before point `newerEnd` differs from the one that begins at point `older`. */
function differ(roots: LineSums, newerEnd: number, older: number, noise: number): boolean {
  const newerStart = sideFrom(roots, newerEnd, -1);
  const olderEnd = sideFrom(roots, older, 1);
  if (newerStart === undefined || olderEnd === undefined) return false;
  const after = lineThrough(roots, newerStart, newerEnd);
  const before = lineThrough(roots, older, olderEnd);
  const freedom = newerEnd - newerStart + (olderEnd - older) - 2;
  const within = Math.max(noise, (flatness(after) + flatness(before)) / freedom);
  const variance = within * (1 / after.weight + 1 / before.weight);
  return (after.mean - before.mean) ** 2 > changeErrors ** 2 * variance;
}

/** The other end of the shortest side that counts as a level; undefined when there are not enough readings. */
function sideFrom(roots: LineSums, start: number, direction: -1 | 1): number | undefined {
  let end = start + direction * leastReadings;
  while (end >= 0 && end <= roots.count) {
    const seconds = direction * (weightOf(roots, end) - weightOf(roots, start));
    if (seconds >= leastSeconds * almost) return end;
    end += direction;
  }
  return undefined;
}

/** Clocks jitter: nine readings and nine tenths of a second are ten seconds, too. */
const almost = 0.95;
