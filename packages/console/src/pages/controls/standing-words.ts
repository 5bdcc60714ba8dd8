import type { ControlStanding } from '../../api/types.ts';
import { csvOf } from '../../format/csv.ts';
import { formatRate, formatShare, plural } from '../../format/numbers.ts';

/** How good a control's wishes were, as one line. */
export function recordWords({ record }: Pick<ControlStanding, 'record'>): string {
  const { days, truePositives, falsePositives, falseNegatives, from } = record;
  const wishes = truePositives + falsePositives;
  const source = from === 'replay' ? 'replayed' : 'live';
  if (days === 0 && wishes === 0) return 'nothing graded yet';
  const right =
    wishes === 0
      ? 'no wish graded'
      : `${formatShare(truePositives / wishes)} of ${plural(wishes, 'wish', 'wishes')} needed`;
  const aWeek = days > 0 ? `, ${formatRate((7 * falsePositives) / days)} false positives a week` : '';
  return `${Math.round(days * 10) / 10} days ${source}: ${right}, ${falseNegatives} missed${aWeek}`;
}

export function standingsCsv(standings: readonly ControlStanding[]): string {
  return csvOf(
    ['control', 'service', 'region', 'mode', 'days', 'needed', 'not needed', 'missed', 'next', 'allowed'],
    standings.map(({ control, service, region, mode, record, next, allowed }) => [
      ...[control, service, region, mode, record.days],
      ...[record.truePositives, record.falsePositives, record.falseNegatives, next, allowed],
    ]),
  );
}
