import type { TypeEffectView } from '../../api/types.ts';
import { formatCount, missing } from '../../format/numbers.ts';
import { formatDuration } from '../../format/times.ts';

type Rate = TypeEffectView['rate'];
type Ratio = TypeEffectView['ratio'];
type Median = NonNullable<TypeEffectView['toResolve']>['before'];

const dayMs = 86_400_000;
const thousands = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** Two figures that matter, and never more than a column holds: 0.0018, 0.17, 12.4, 1,460, 63.3K. */
export function figure(value: number | null): string {
  if (value === null) return missing;
  const size = Math.abs(value);
  if (size >= 10_000) return thousands.format(value);
  if (size > 0 && size < 0.01) return size < 0.0001 ? '< 0.0001' : `${Number(value.toPrecision(2))}`;
  return value >= 100 ? formatCount(value) : value >= 10 || value === 0 ? value.toFixed(1) : value.toFixed(2);
}

/** A month's rate with its interval. Watched for less than a day, what was counted: a month of it would be made up. */
export function rateWords({ count, days, perMonth, low, high }: Rate): string {
  if (days > 0 && days < 1) return `${count} in ${formatDuration(days * dayMs)}`;
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

/** Few enough that their labels stand apart on the narrowest axis. */
export const axisTicks = [0.05, 0.2, 1, 5] as const;
