import type { ReportPeriod, ReportSection } from '@ounce/core';
import { drillOf, livePreventions } from './facts.ts';
import { tableOf } from './weekly.ts';
import type { ReportWorld } from './world.ts';

/** How incidents fell, as far as it can be told, and which drills were done or missed. */
export function monthlySections(world: ReportWorld, period: ReportPeriod): ReportSection[] {
  return [reduction(world), drills(world, period)];
}

/** Before and after for each type, with intervals; the statistics' own sentences. */
function reduction({ effectiveness, titleOf }: ReportWorld): ReportSection {
  const { types, exposure } = effectiveness.overview();
  const figure = (rate: (typeof types)[number]['before']) =>
    rate?.perMonth == null
      ? 'not observed'
      : `${round(rate.perMonth)} (${round(rate.low)} to ${round(rate.high)})`;
  return {
    title: 'Incident reduction',
    says: [
      `Rates are incidents a month with 95 % intervals, over ${Math.round(exposure.watchedDays)} watched days.`,
      ...types.map(({ type, headline }) => `${titleOf(type)}: ${headline}`),
    ],
    ...tableOf(
      ['type', 'before', 'after', 'rate after / before', 'chance that it improved'],
      types.map(({ type, before, after, rate, ratio, improvementProbability }) => [
        titleOf(type),
        figure(before ?? rate),
        after ? figure(after) : 'no comparison yet',
        ratio?.estimate == null
          ? ''
          : `${round(ratio.estimate)} (${round(ratio.low)} to ${round(ratio.high)})`,
        improvementProbability === null ? '' : `${Math.round(100 * improvementProbability)} %`,
      ]),
    ),
  };
}

/** A prevention that is said to work is tried once a month: a mechanism that nobody tries may have stopped working. */
function drills({ ledger }: ReportWorld, { startMs, endMs }: ReportPeriod): ReportSection {
  const span = { sinceMs: startMs, untilMs: endMs };
  const due = livePreventions(ledger).filter(
    ({ status, experiment }) =>
      experiment !== undefined && ['complete', 'verified', 'rolling'].includes(status),
  );
  const rows = due.map(({ title, experiment }) => ({
    title,
    experiment: experiment!,
    done: drillOf(ledger, experiment!, span),
  }));
  const missed = rows.filter(({ done }) => !done).length;
  return {
    title: 'Drills',
    says:
      rows.length === 0
        ? ['No prevention that is complete names an experiment, so no drill was due.']
        : [`${rows.length - missed} of ${rows.length} drills were done; ${missed} missed.`],
    ...tableOf(
      ['prevention', 'scenario', 'drill'],
      rows.map(({ title, experiment, done }) => [
        title,
        experiment,
        done
          ? `${done.verdict.replaceAll('_', ' ')} on ${new Date(done.atMs).toISOString().slice(0, 10)}`
          : 'missed',
      ]),
    ),
  };
}

const round = (value: number | null) => (value === null ? 'no limit' : String(Math.round(value * 100) / 100));
