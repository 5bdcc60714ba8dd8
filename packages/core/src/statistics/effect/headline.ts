import { daysPerMonth } from '../rates/observed-window.ts';
import type { Disagreement, EffectVerdict, VerdictInput } from './verdict.ts';

/** The one sentence that a person reads first. It never holds a percentage without its interval. */
export function headline(verdict: EffectVerdict, input: VerdictInput): string {
  switch (verdict.kind) {
    case 'improved':
      return `Improved: ${rates(input)}, ${fall(input)}, with less downtime and no more severe incidents.`;
    case 'worse':
      return `Worse: ${rates(input)}, ${rise(input)}.`;
    case 'not-yet-known':
      return `Not yet known: ${counts(input)}. ${missing(input)}`;
    case 'disagreement':
      return `${titles[verdict.about[0]]}: ${reason(verdict.about[0], input)}`;
  }
}

const titles: Readonly<Record<Disagreement, string>> = {
  'monitor-changed': 'The monitor itself changed',
  'fell-before': 'It fell before',
  'rose-before': 'It rose before',
  'fewer-but-longer': 'Fewer, but longer',
  'only-low-severity-fell': 'Only low severity fell',
  'fewer-but-more-severe': 'Fewer, but more severe',
  'burst-before': 'Fewer, as after any burst',
  'more-but-less-downtime': 'More, but less downtime',
};

function reason(about: Disagreement, input: VerdictInput): string {
  const { downtime, severity, monitorChanges, regressionToMean, changed } = input;
  const minutes = `${figure(downtime.perMonthBefore)} → ${figure(downtime.perMonthAfter)} minutes of downtime a month`;
  const severe = `${figure(severity.severeBefore.perMonth)} → ${figure(severity.severeAfter.perMonth)} of severity 1 or 2`;
  switch (about) {
    case 'monitor-changed': {
      const names = monitorChanges.map(
        ({ what, atMs }) => `${what} on ${new Date(atMs).toISOString().slice(0, 10)}`,
      );
      return `${names.join(', ')}; ${rates(input)} may be another way of counting.`;
    }
    case 'fell-before':
    case 'rose-before': {
      const { atMs = 0, perMonthBefore = null, perMonthAfter = null } = changed ?? {};
      const when = new Date(atMs).toISOString().slice(0, 10);
      return `${rates(input)}, but the counts place the change around ${when} (${figure(perMonthBefore)} → ${figure(perMonthAfter)} a month), before it began.`;
    }
    case 'fewer-but-longer':
    case 'more-but-less-downtime':
      return `${rates(input)}, yet ${minutes}.`;
    case 'only-low-severity-fell':
    case 'fewer-but-more-severe':
      return `${rates(input)}, yet ${severe}.`;
    case 'burst-before':
      return `${rates(input)}, when about ${figure(regressionToMean?.expectedPerMonth ?? null)} a month were to be expected without any fix.`;
  }
}

function rates({ rate }: VerdictInput): string {
  return `${figure(rate.before.perMonth)} → ${figure(rate.after.perMonth)} incidents a month`;
}

function fall({ rate }: VerdictInput): string {
  const { low, high, level } = rate.sequence;
  const estimate = percent(1 - (rate.ratio.estimate ?? 1));
  return `a fall of ${estimate} (${percent(level)} interval, valid at every look: ${percent(1 - high)} to ${percent(1 - low)})`;
}

function rise({ rate }: VerdictInput): string {
  const { low, high, level } = rate.sequence;
  const to = Number.isFinite(high) ? `to ${figure(high)}` : 'and no upper limit';
  const times = rate.before.count === 0 ? '' : `${figure(rate.ratio.estimate)} times as many `;
  return `${times}(${percent(level)} interval, valid at every look: ${figure(low)} ${to})`;
}

function counts({ rate: { before, after } }: VerdictInput): string {
  const part = (count: number, days: number) =>
    `${count} ${count === 1 ? 'incident' : 'incidents'} in ${stretch(days)}`;
  return `${part(before.count, before.exposureDays)} before, ${part(after.count, after.exposureDays)} after`;
}

/** A month or more in months; less in what is left of it that people count in. */
function stretch(days: number): string {
  if (days >= 0.9 * daysPerMonth) return `${figure(days / daysPerMonth)} months`;
  if (days >= 2) return `${days.toFixed(0)} days`;
  return days * 24 >= 2 ? `${(days * 24).toFixed(0)} hours` : `${(days * 1440).toFixed(0)} minutes`;
}

function missing({ rate }: VerdictInput): string {
  const days = rate.incidentFreeDays;
  const { before, after } = rate;
  if ((after.perMonth ?? 0) >= (before.perMonth ?? 0) && after.count > 0)
    return `If anything there were more since: ${figure(before.perMonth)} → ${figure(after.perMonth)} a month.`;
  if (days === null) return 'So little happened before that no quiet time could show a fall.';
  if (days !== null && days > longestWaitDays)
    return 'It would take more than two years without an incident to show a fall.';
  if (days === 0) return 'The counts after scatter too much to tell.';
  return `${days} more ${days === 1 ? 'day' : 'days'} without an incident would show a fall.`;
}

/** A longer wait is no plan. */
const longestWaitDays = 730;

function percent(share: number): string {
  return `${(share * 100).toFixed(Math.abs(share) > 0.995 && share < 1 ? 1 : 0)} %`;
}

/** Two figures that matter, and never scientific notation. */
export function figure(value: number | null): string {
  if (value === null) return 'an unknown number';
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 1 || size === 0 ? 1 : 2);
}
