import { rankTogether } from '../durations/rank-distribution.ts';
import type { TimedIncident } from '../sequential/times-claim.ts';
import { clearly } from './when-it-changed.ts';

/** On either side of a date; fewer say nothing of a level. */
const fewest = 5;

/**
 * The date before the change at which one fall of the ranks of durations fits best (two levels, least squares), or null unless it
 * fits clearly better than the change itself: times that had fallen already.
 * @param dispersion so many incidents count as one.
 */
export function fellBeforeMs(
  before: readonly TimedIncident[],
  after: readonly TimedIncident[],
  dispersion: number,
): number | null {
  const all = [...before, ...after].sort((a, b) => a.startedAtMs - b.startedAtMs);
  const ranks = ranksOf(all.map(({ duration, ended }) => (ended ? duration : Number.MAX_VALUE)));
  const whole = ranks.reduce((sum, rank) => sum + rank ** 2, 0);
  if (whole === 0) return null;
  const fit = (count: number, sum: number) => {
    const between = sum ** 2 / count + sum ** 2 / (all.length - count);
    return (-all.length / 2) * Math.log1p(-Math.min(between / whole, 1 - 1e-12));
  };
  let best: { readonly atMs: number; readonly likelihood: number } | undefined;
  let sum = 0;
  for (let count = 1; count < before.length; count++) {
    sum += ranks[count - 1]!;
    if (count < fewest || sum <= 0) continue;
    const likelihood = fit(count, sum);
    if (!best || likelihood > best.likelihood) best = { atMs: all[count]!.startedAtMs, likelihood };
  }
  const asked = fit(before.length, sum + (ranks[before.length - 1] ?? 0));
  return best && (best.likelihood - asked) / dispersion >= clearly ? best.atMs : null;
}

/** Each value's rank, less the mean rank. */
function ranksOf(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  const { ranks } = rankTogether(sorted, new Float64Array(0));
  const rankOf = new Map(Array.from(sorted, (value, i) => [value, ranks[i]!]));
  return values.map((value) => rankOf.get(value)! - (values.length + 1) / 2);
}
