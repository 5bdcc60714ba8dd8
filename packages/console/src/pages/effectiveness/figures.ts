import type { TypeEffectView } from '../../api/types.ts';
import { formatCount, missing } from '../../format/numbers.ts';

type Rate = TypeEffectView['rate'];
type Ratio = TypeEffectView['ratio'];
type Median = NonNullable<TypeEffectView['toResolve']>['before'];

/** Two figures that matter. */
export function figure(value: number | null): string {
  if (value === null) return missing;
  return value >= 100 ? formatCount(value) : value >= 10 || value === 0 ? value.toFixed(1) : value.toFixed(2);
}

export function rateWords({ perMonth, low, high }: Rate): string {
  return perMonth === null ? missing : `${figure(perMonth)} (${figure(low)} to ${figure(high)})`;
}

export function ratioWords(ratio: Ratio): string {
  if (!ratio) return missing;
  return `${figure(ratio.estimate)} (${figure(ratio.low)} to ${ratio.high === null ? 'no limit' : figure(ratio.high)})`;
}

export function medianWords({ median, low, high, count, stillOpen }: Median): string {
  if (median === null) return count === 0 ? missing : `more than half of ${count} still open`;
  const limits =
    low === null
      ? 'too few for an interval'
      : `${figure(low)} to ${high === null ? 'no limit' : figure(high)}`;
  return `${figure(median)} min (${limits}), n = ${count}${stillOpen > 0 ? `, ${stillOpen} open` : ''}`;
}

export function shareWords(share: number | null, digits = 3): string {
  return share === null ? missing : `${(share * 100).toFixed(digits)} %`;
}

export function dayWords(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** `queue_backlog` as people say it. */
export function typeWords(type: string): string {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const lowestRatio = 0.02;
const highestRatio = 10;

/** Where a ratio lies on the logarithmic axis, in percent of its width; beyond the ends at the end. */
export function onAxis(ratio: number): number {
  const inside = Math.min(highestRatio, Math.max(lowestRatio, ratio));
  return (100 * Math.log(inside / lowestRatio)) / Math.log(highestRatio / lowestRatio);
}

export const axisTicks = [0.05, 0.2, 0.5, 1, 2, 5] as const;
