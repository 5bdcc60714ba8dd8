import type { ReportPeriod, ReportSection } from '@ounce/core';
import { wholeRoadmap } from '../roadmap/index.ts';
import { countByType, incidentsIn, livePreventions } from './facts.ts';
import type { ReportWorld } from './world.ts';

const mostRows = 50;

/** Status of ongoing initiatives: what began, what was finished, what is late, what slipped; and what happened. */
export function weeklySections(world: ReportWorld, period: ReportPeriod, nowMs: number): ReportSection[] {
  return [changes(world, period), late(world, nowMs), happened(world, period), reviewsDue(world, nowMs)];
}

function changes({ ledger }: ReportWorld, { startMs, endMs }: ReportPeriod): ReportSection {
  const found = ledger.query.preventionChanges({ sinceMs: startMs, untilMs: endMs });
  const statuses = found.filter(({ field, from }) => field === 'status' && from !== undefined);
  const fresh = found.filter(({ field, from }) => field === 'status' && from === undefined);
  const slips = found.filter(
    ({ field, from, to }) => field === 'target' && from !== undefined && (to ?? '~') > from,
  );
  return {
    title: 'Initiatives',
    says: [
      sentence(statuses.length, 'initiative changed its status', 'initiatives changed their status'),
      sentence(fresh.length, 'new initiative was written down', 'new initiatives were written down'),
      sentence(slips.length, 'target date slipped', 'target dates slipped'),
    ],
    ...tableOf(
      ['initiative', 'what changed', 'from', 'to', 'why'],
      [...statuses, ...slips].map(({ title, field, from = '', to = '', reason = '' }) => [
        title,
        field,
        from,
        to,
        reason,
      ]),
    ),
  };
}

function late({ ledger }: ReportWorld, nowMs: number): ReportSection {
  const rows = [...wholeRoadmap(ledger, nowMs)].flatMap(({ prevention, mark }) =>
    mark.kind === 'overdue' || mark.kind === 'at_risk' ? [{ prevention, mark }] : [],
  );
  const overdue = rows.filter(({ mark }) => mark.kind === 'overdue').length;
  return {
    title: 'Late, or likely to be',
    says: [
      `${overdue} overdue, ${rows.length - overdue} at risk, of ${livePreventions(ledger).length} in all.`,
    ],
    ...tableOf(
      ['initiative', 'priority', 'owner', 'target', 'how'],
      rows.map(({ prevention: { title, priority, owner, target = '' }, mark }) => [
        title,
        priority,
        owner,
        target,
        mark.says,
      ]),
    ),
  };
}

function happened({ ledger, titleOf }: ReportWorld, { startMs, endMs }: ReportPeriod): ReportSection {
  const span = endMs - startMs;
  const [now, before] = [
    countByType(incidentsIn(ledger, { sinceMs: startMs, untilMs: endMs })),
    countByType(incidentsIn(ledger, { sinceMs: startMs - span, untilMs: startMs })),
  ];
  const types = [...new Set([...now.keys(), ...before.keys()])].sort();
  const total = [...now.values()].reduce((sum, count) => sum + count, 0);
  return {
    title: 'Incidents',
    says: [
      sentence(total, 'real incident', 'real incidents'),
      'Counts of single weeks say little: the monthly and quarterly reviews say what can be concluded.',
    ],
    ...tableOf(
      ['type', 'this week', 'the week before'],
      types.map((type) => [titleOf(type), String(now.get(type) ?? 0), String(before.get(type) ?? 0)]),
    ),
  };
}

function reviewsDue({ ledger }: ReportWorld, nowMs: number): ReportSection {
  const endedBeforeMs = nowMs - 86_400_000;
  const total = ledger.query.overdueCount({ endedBeforeMs, limit: 1_000 });
  const overdue = ledger.query.overdueReviews({ endedBeforeMs, limit: mostRows });
  const says = [sentence(total, 'incident waits', 'incidents wait', 'for its review longer than a day')];
  if (total > overdue.length) says.push(`The ${overdue.length} longest overdue:`);
  return {
    title: 'Reviews that are overdue',
    says,
    ...tableOf(
      ['incident', 'service', 'severity', 'what'],
      overdue.map(({ incident: { id, service, severity, summary } }) => [
        id,
        service,
        String(severity),
        summary,
      ]),
    ),
  };
}

export function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Pick<ReportSection, 'table'> {
  return rows.length === 0 ? {} : { table: { head, rows } };
}

function sentence(count: number, one: string, many: string, rest = ''): string {
  const words = count === 0 || count === 1 ? one : many;
  return `${count === 0 ? 'No' : count} ${words}${rest ? ` ${rest}` : ''}.`;
}
