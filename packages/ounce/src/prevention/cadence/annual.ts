import type { ReportPeriod, ReportSection } from '@ounce/core';
import type { IncidentRecord } from '../../ledger/index.ts';
import { countByType, incidentsIn, medianMinutes } from './facts.ts';
import { periodAt } from './period.ts';
import { tableOf } from './weekly.ts';
import type { ReportWorld } from './world.ts';

/** Long-term trends: month by month, against the year before, and what came back most. */
export function annualSections(world: ReportWorld, period: ReportPeriod, nowMs: number): ReportSection[] {
  const { ledger } = world;
  const before = periodAt('annual', period.startMs - 1, period.timeZone);
  const now = incidentsIn(ledger, { sinceMs: period.startMs, untilMs: period.endMs });
  const earlier = incidentsIn(ledger, { sinceMs: before.startMs, untilMs: before.endMs });
  return [
    months(world, period, now, nowMs),
    types(world, now, earlier),
    quarters(period, now),
    causes(world, now),
  ];
}

/** A month in which nobody watched and nothing was told has no count; it is not a month without incidents. */
function months(
  { effectiveness }: ReportWorld,
  period: ReportPeriod,
  incidents: readonly IncidentRecord[],
  nowMs: number,
): ReportSection {
  const points: { label: string; value: number | null }[] = [];
  const unwatched: string[] = [];
  for (
    let month = periodAt('monthly', period.startMs, period.timeZone);
    month.startMs < period.endMs;
    month = periodAt('monthly', month.endMs, period.timeZone)
  ) {
    const { label, startMs, endMs } = month;
    const count = incidents.filter(({ startedAtMs }) => startedAtMs >= startMs && startedAtMs < endMs).length;
    const isToCome = startMs > nowMs;
    const isUnwatched = !isToCome && count === 0 && effectiveness.watchedDays(startMs, endMs) === 0;
    if (isUnwatched) unwatched.push(label);
    points.push({ label, value: isToCome || isUnwatched ? null : count });
  }
  return {
    title: 'Month by month',
    says: [
      `${incidents.length} real incidents in ${period.label}.`,
      ...(unwatched.length > 0
        ? [`Nobody watched in ${unwatched.join(', ')}: what happened then is not known.`]
        : []),
    ],
    plot: { title: 'Real incidents a month', points },
  };
}

function types(
  { titleOf }: ReportWorld,
  now: readonly IncidentRecord[],
  earlier: readonly IncidentRecord[],
): ReportSection {
  const [counts, before] = [countByType(now), countByType(earlier)];
  const all = [...new Set([...counts.keys(), ...before.keys()])].sort();
  const median = (of: readonly IncidentRecord[], type: string) => {
    const minutes = medianMinutes(of.filter((incident) => incident.type === type));
    return minutes === undefined ? '' : `${Math.round(minutes)} min`;
  };
  return {
    title: 'Against the year before',
    says: [
      'Counts of two years, side by side; whether a prevention made the difference is told by the quarterly review.',
    ],
    ...tableOf(
      ['type', 'this year', 'the year before', 'median to resolve', 'the year before'],
      all.map((type) => [
        titleOf(type),
        String(counts.get(type) ?? 0),
        String(before.get(type) ?? 0),
        median(now, type),
        median(earlier, type),
      ]),
    ),
  };
}

function quarters(period: ReportPeriod, incidents: readonly IncidentRecord[]): ReportSection {
  const rows: string[][] = [];
  for (
    let quarter = periodAt('quarterly', period.startMs, period.timeZone);
    quarter.startMs < period.endMs;
    quarter = periodAt('quarterly', quarter.endMs, period.timeZone)
  ) {
    const found = incidents.filter(
      ({ startedAtMs }) => startedAtMs >= quarter.startMs && startedAtMs < quarter.endMs,
    );
    const minutes = medianMinutes(found);
    const severe = found.filter(({ severity }) => severity <= 2).length;
    rows.push([
      quarter.label,
      String(found.length),
      String(severe),
      minutes === undefined ? '' : `${Math.round(minutes)} min`,
    ]);
  }
  return {
    title: 'Quarter by quarter',
    says: [],
    ...tableOf(['quarter', 'incidents', 'severity 1 or 2', 'median to resolve'], rows),
  };
}

function causes({ ledger: { query } }: ReportWorld, incidents: readonly IncidentRecord[]): ReportSection {
  const counts = new Map<string, number>();
  let reviewed = 0;
  for (const { id } of incidents) {
    const review = query.reviewOf(id);
    if (review?.status !== 'finished') continue;
    reviewed++;
    for (const cause of review.rootCauses) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  const rows = [...counts].sort(([, a], [, b]) => b - a).slice(0, 15);
  return {
    title: 'Root causes',
    says: [`${reviewed} of ${incidents.length} incidents have a finished review.`],
    ...tableOf(
      ['root cause', 'incidents'],
      rows.map(([id, count]) => [query.rootCause(id)?.title ?? id, String(count)]),
    ),
  };
}
