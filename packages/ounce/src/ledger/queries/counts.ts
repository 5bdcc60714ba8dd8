import { type VerdictKind, verdictKinds } from '@ounce/core';
import { build, type Database } from '../database.ts';
import type { Counts } from '../records.ts';

export function counts(db: Database): Counts {
  return { ...incidentCounts(db), actions: actionCounts(db), experiments: experimentCounts(db) };
}

function incidentCounts(db: Database): Pick<Counts, 'incidents' | 'drills'> {
  const query = build
    .selectFrom('incidents')
    .select(({ fn }) => [
      'drill',
      'type',
      fn.countAll<number>().as('total'),
      fn.count<number>('resolved_at_ms').as('resolved'),
    ])
    .groupBy(['type', 'drill']);
  const byType: Record<string, number> = {};
  const real = { open: 0, total: 0 };
  const drills = { open: 0, total: 0 };
  for (const { drill, type, total, resolved } of db.all(query.compile())) {
    const kind = drill === 1 ? drills : real;
    kind.total += total;
    kind.open += total - resolved;
    if (drill === 0) byType[type] = total;
  }
  return { incidents: { ...real, byType }, drills };
}

function actionCounts(db: Database): Counts['actions'] {
  const rows = db.all(build.selectFrom('action_totals').selectAll().compile());
  const totals = Object.fromEntries(rows.map(({ outcome, total }) => [outcome, total]));
  return { taken: 0, held: 0, failed: 0, ...totals };
}

function experimentCounts(db: Database): Counts['experiments'] {
  const query = build
    .selectFrom('experiments')
    .select(({ fn }) => ['verdict_kind', fn.countAll<number>().as('total')])
    .groupBy('verdict_kind');
  const byVerdict = new Map(db.all(query.compile()).map((row) => [row.verdict_kind, row.total]));
  const finished = verdictKinds.map((kind) => [kind, byVerdict.get(kind) ?? 0]);
  const record = Object.fromEntries(finished) as Record<VerdictKind, number>;
  return { running: byVerdict.get(null) ?? 0, ...record };
}
