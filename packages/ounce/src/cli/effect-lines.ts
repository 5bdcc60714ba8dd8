import type {
  EffectivenessView,
  PreventionEffectDetail,
  ServiceEffectView,
  TypeEffectView,
} from '../api/types.ts';
import { table } from './output.ts';

type Effect = Omit<PreventionEffectDetail['services'][number], 'service'>;
type Rate = TypeEffectView['rate'];
type Durations = NonNullable<TypeEffectView['toResolve']>;
type Exposure = EffectivenessView['exposure'];

/** Every figure with its interval (95 %); a dash where there is none. */
export function overviewLines(view: EffectivenessView): string[] {
  const { types, services, tickets, exposure } = view;
  const counted = types.filter(({ rate, preventions }) => rate.count > 0 || preventions > 0);
  return [
    ...exposureLines(exposure),
    '',
    ...(counted.length > 0 ? typeLines(counted) : ['No real incident and no prevention that protects yet.']),
    ...serviceLines(services, view.downtimeFromSeverity),
    ...customerLines(view),
    ...(tickets
      ? [
          '',
          `Support tickets: ${perMonth(tickets.before)} → ${perMonth(tickets.after)}; ratio ${ratio(tickets.ratio)}. ${tickets.says}`,
        ]
      : []),
  ];
}

function typeLines(types: readonly TypeEffectView[]): string[] {
  const rates = types.map((row) => [
    row.type,
    row.before ? perMonth(row.before) : perMonth(row.rate),
    row.after ? perMonth(row.after) : '-',
    row.targetPerMonth === null ? '-' : `${row.targetPerMonth}`,
    reduction(row),
    row.improvementProbability === null ? '-' : probability(row.improvementProbability),
    row.kind.replaceAll('-', ' '),
  ]);
  const durations = types.flatMap(({ type, toResolve, toDetect, targetMinutesToRecover }) =>
    [
      { name: `${type}, to resolve`, of: toResolve, target: targetMinutesToRecover },
      { name: `${type}, to detect`, of: toDetect, target: null },
    ].flatMap(({ name, of, target }) =>
      of && of.before.count + of.after.count > 0
        ? [[name, ...durationCells(of), target === null ? '-' : `${target}`]]
        : [],
    ),
  );
  return [
    ...table([
      ['incidents a month', 'before', 'after', 'target', 'reduction (any look)', 'fell at all', 'answer'],
      ...rates,
    ]),
    '',
    ...(durations.length > 0
      ? [...table([['median minutes', 'before', 'after', 'shift', 'answer', 'target'], ...durations]), '']
      : []),
    ...types.map(
      ({ type, headline, split }) =>
        `${type}: ${headline}${split && !headline.includes(split.says) ? ` (${split.says})` : ''}`,
    ),
    ...types.flatMap(({ type, notes }) => notes.map((note) => `  ${type}: ${note}`)),
    ...types.flatMap(claimLines),
  ];
}

function claimLines({ type, claimed }: TypeEffectView): string[] {
  const { incidentsPerMonth: often, minutesToRecover: long } = claimed ?? {};
  const said = [
    ...(often ? [`${often.before} → ${often.after} a month`] : []),
    ...(long ? [`${long.before} → ${long.after} minutes to recover`] : []),
  ];
  return said.length > 0 ? [`  ${type}: claimed, not measured: ${said.join(', ')}.`] : [];
}

function customerLines({ customers }: EffectivenessView): string[] {
  if (!customers) return [];
  const { availability, creditsDownPercent, ticketsDownPercent, claimed } = customers;
  const aims = [
    ...(availability === undefined ? [] : [`availability ${share(availability)}`]),
    ...(creditsDownPercent === undefined ? [] : [`SLA credits ${creditsDownPercent} % less`]),
    ...(ticketsDownPercent === undefined ? [] : [`support tickets ${ticketsDownPercent} % fewer`]),
  ];
  const claim = claimed?.availability;
  const said = claim ? ` Claimed, not measured: ${share(claim.before)} → ${share(claim.after)}.` : '';
  return aims.length > 0 ? ['', `Targets for customers: ${aims.join(', ')}.${said}`] : [];
}

function serviceLines(services: readonly ServiceEffectView[], severity: number): string[] {
  const known = services.filter(({ availability, budget }) => availability !== null || budget !== null);
  if (known.length === 0) return [];
  const rows = known.map(
    ({ service, stillOpen, availability, availabilityBefore, availabilityAfter, budget, credits }) => [
      service,
      `${share(availability)}${stillOpen > 0 ? ` (${stillOpen} open)` : ''}`,
      share(availabilityBefore),
      share(availabilityAfter),
      budget ? share(budget.target) : '-',
      budget?.spentShare == null
        ? '-'
        : `${Math.round(budget.spentShare * 100)} % of ${budget.allowedMinutes.toFixed(0)} min`,
      credits
        ? `${money(credits.beforePerMonth)} → ${money(credits.afterPerMonth)} ${credits.currency}/month`
        : '-',
    ],
  );
  return [
    '',
    ...table([
      ['service', 'availability', 'before', 'after', 'target', 'budget spent (30 days)', 'SLA credits'],
      ...rows,
    ]),
    `Downtime: incidents of severity ${severity === 1 ? '1' : `1 to ${severity}`}, from start to resolution; open ones last until now. Availability has no interval.`,
  ];
}

export function detailLines(view: PreventionEffectDetail): string[] {
  return [
    `${view.title} (${view.id}, ${view.status}) against ${view.incidentTypes.join(', ')}`,
    ...exposureLines(view.exposure),
    '',
    ...effectLines(view),
    ...(view.expected ? [view.expected] : []),
    ...(view.services.length > 0 ? ['', 'By service:'] : []),
    ...view.services.map((each) => `  ${each.service}: ${each.headline}`),
    ...(view.strength ? ['', view.strength.says] : []),
    ...view.credit.map(
      ({ type, avoided, sharedWith }) =>
        `Credit for ${type}: ${avoided.toFixed(1)} incidents that did not happen${sharedWith.length > 0 ? `, shared evenly with ${sharedWith.slice(0, 5).join(', ')}${sharedWith.length > 5 ? ` and ${sharedWith.length - 5} more` : ''}` : ''}. This is bookkeeping and has no interval.`,
    ),
    ...view.rollouts.map(({ answer, ratio: estimate }) =>
      answer === 'estimated'
        ? `Told apart by its roll-outs: ${ratio(estimate)} times the rate without it (one look).`
        : `Its roll-outs do not tell it apart: ${answer.replaceAll('-', ' ')}.`,
    ),
  ];
}

function effectLines(effect: Effect): string[] {
  const { before, after, toResolve, toDetect, split } = effect;
  const rows = [
    ...(before && after ? [['incidents a month', perMonth(before), perMonth(after), reduction(effect)]] : []),
    ...(toResolve ? [['minutes to resolve', ...durationCells(toResolve)]] : []),
    ...(toDetect ? [['minutes to detect', ...durationCells(toDetect)]] : []),
  ];
  return [
    ...(effect.times ? [`Times: ${effect.times.headline}`] : []),
    effect.times ? `Rate: ${effect.headline}` : effect.headline,
    ...(split ? [`Before and after: ${split.says}.`] : []),
    ...(rows.length > 0 ? table([['', 'before', 'after', 'change'], ...rows]) : []),
    ...effect.notes,
  ];
}

function exposureLines({ sinceMs, watchedDays, unwatchedDays, basis, outside }: Exposure): string[] {
  if (sinceMs === null) return ['Nothing was watched yet, and no incident is known.'];
  const gap = unwatchedDays >= 0.05 ? `, ${unwatchedDays.toFixed(1)} days in between unwatched` : '';
  const left = outside > 0 ? ` ${outside} incidents lie outside and are not counted.` : '';
  return [`Watched for ${watchedDays.toFixed(1)} days since ${date(sinceMs)}${gap}.${left}`, ...basis];
}

function durationCells({ before, after, shift, answer }: Durations): string[] {
  const moved = shift ? `${limit(shift.estimate)} (${limit(shift.low)} to ${limit(shift.high)})` : '-';
  const says = answer === 'not-possible' ? 'no answer possible' : answer.replaceAll('-', ' ');
  return [medianCell(before), medianCell(after), moved, says];
}

function medianCell({ median, low, high, count, stillOpen }: Durations['before']): string {
  if (median === null) return count === 0 ? '-' : `more than half of ${count} open`;
  const open = stillOpen > 0 ? `, ${stillOpen} open` : '';
  return `${median.toFixed(1)} (${limit(low)} to ${limit(high)}; n ${count}${open})`;
}

/** Watched for less than a day, what was counted: a month of it would be made up. */
function perMonth({ count, days, perMonth: rate, low, high }: Rate): string {
  if (days > 0 && days < 1) return `${count} in ${(days * 1440).toFixed(0)} min`;
  return rate === null ? '-' : `${limit(rate)} (${limit(low)} to ${limit(high)})`;
}

/** The fall with the interval that holds at every look. */
function reduction({ anytime, ratio: estimate }: Pick<Effect, 'anytime' | 'ratio'>): string {
  const point = anytime?.estimate ?? estimate?.estimate ?? null;
  if (point === null || !anytime) return '-';
  const worst = anytime.high === null ? 'no limit' : percent(1 - anytime.high);
  return `${percent(1 - point)} (${worst} to ${percent(1 - anytime.low)})`;
}

function ratio(view: TypeEffectView['ratio']): string {
  if (!view) return '-';
  return `${view.estimate === null ? '-' : view.estimate.toFixed(2)} (${view.low.toFixed(2)} to ${view.high === null ? 'no limit' : view.high.toFixed(2)})`;
}

const limit = (value: number | null) =>
  value === null ? '?' : value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
/** Never certain. */
const probability = (value: number) => (value > 0.995 ? '> 99 %' : percent(value));
const percent = (value: number) => `${(value * 100).toFixed(0)} %`;
const share = (value: number | null) => (value === null ? '-' : `${(value * 100).toFixed(3)} %`);
const money = (value: number | null) => (value === null ? 'unknown' : value.toFixed(2));
const date = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
