import { type Action, type EventKind, limitText, type Scenario, type Verdict } from '@ounce/core';
import { build, type Database } from '../database.ts';
import type { IncidentStepRecord, TimelineAsked, TimelineRecord } from '../incident-records.ts';
import type { IncidentRecord } from '../records.ts';
import { incidentSteps } from './incident-steps.ts';
import { incident } from './incidents.ts';
import { deploys } from './recurrences.ts';

const mostOfEach = 200;
const usualBeforeMs = 3_600_000;
const usualAfterMs = 1_800_000;

interface Around {
  readonly service: string;
  readonly sinceMs: number;
  readonly untilMs: number;
}

export function timeline(db: Database, asked: TimelineAsked): readonly TimelineRecord[] {
  const { incidentId, beforeMs = usualBeforeMs, afterMs = usualAfterMs } = asked;
  const found = incident(db, incidentId);
  if (!found) return [];
  const steps = incidentSteps(db, incidentId);
  const endMs = found.resolvedAtMs ?? Number.MAX_SAFE_INTEGER - afterMs;
  const around = {
    service: found.service,
    sinceMs: found.startedAtMs - beforeMs,
    untilMs: endMs + afterMs,
  };
  return [
    ...opening(found, steps),
    ...steps.slice(-mostOfEach).map(stepLine),
    ...actionLines(db, around),
    ...deployLines(db, around),
    ...changeLines(db, around),
    ...experimentLines(db, around),
  ].sort((a, b) => a.atMs - b.atMs || a.seq - b.seq);
}

/** What its first event told: also times that no later event has. */
function opening(found: IncidentRecord, steps: readonly IncidentStepRecord[]): TimelineRecord[] {
  const { seq, source = 'detection' } = found;
  const told = { seq, kind: 'incident.opened' as const, actor: source };
  const said = new Set(steps.flatMap(({ kind, changes }) => [kind as string, ...Object.keys(changes ?? {})]));
  const ends = [
    ['incident.acknowledged', found.acknowledgedAtMs, 'It was acknowledged.'],
    ['incident.mitigated', found.mitigatedAtMs, found.mitigatedWhy ?? 'It was mitigated.'],
    ['incident.resolved', found.resolvedAtMs, found.resolvedWhy ?? 'It was resolved.'],
  ] as const;
  return [
    { ...told, atMs: found.startedAtMs, text: `It began: ${found.summary}` },
    { ...told, atMs: found.detectedAtMs, text: `It was noticed (${source}).` },
    ...ends.flatMap(([kind, atMs, text]) =>
      atMs === undefined || said.has(kind) ? [] : [{ ...told, atMs, kind, text }],
    ),
  ];
}

const stepWords: Partial<Record<EventKind, string>> = {
  'incident.acknowledged': 'Acknowledged',
  'incident.mitigated': 'Mitigated',
  'incident.resolved': 'Resolved',
  'incident.reopened': 'Opened again',
  'incident.corrected': 'Corrected',
};

function stepLine({ seq, atMs, kind, actor, why, changes }: IncidentStepRecord): TimelineRecord {
  const what = changes ? ` (${Object.keys(changes).join(', ')})` : '';
  return { seq, atMs, kind, actor, text: `${stepWords[kind] ?? kind}${what}: ${why}` };
}

function actionLines(db: Database, { service, sinceMs, untilMs }: Around): TimelineRecord[] {
  const query = build
    .selectFrom('actions')
    .select(['seq', 'at_ms', 'outcome', 'control', 'action', 'why'])
    .where('service', '=', service)
    .where('at_ms', '>=', sinceMs)
    .where('at_ms', '<', untilMs)
    .orderBy('at_ms')
    .limit(mostOfEach);
  return db.all(query.compile()).map((row) => ({
    seq: row.seq,
    atMs: row.at_ms,
    kind: `action.${row.outcome}` as EventKind,
    actor: `control:${row.control}`,
    text: actionText(row.control, row.outcome, JSON.parse(row.action) as Action, row.why),
  }));
}

function actionText(control: string, outcome: string, action: Action, why: string): string {
  if (action.kind === 'hold') return `${control}: ${why}`;
  const what =
    action.kind === 'restart'
      ? `restart of ${action.instance}`
      : action.kind === 'admit'
        ? `lets in ${limitText(action.to)}`
        : `${action.kind} ${action.from} → ${action.to}`;
  const became: Readonly<Record<string, string>> = {
    taken: '',
    held: ', held back',
    failed: ', which failed',
  };
  return `${control}: ${what}${became[outcome] ?? ''}: ${why}`;
}

function deployLines(db: Database, around: Around): TimelineRecord[] {
  return deploys(db, around)
    .slice(-mostOfEach)
    .map(({ seq, atMs, service, version, note }) => ({
      seq,
      atMs,
      kind: 'deploy.recorded',
      actor: service,
      text: `${service} ${version} went live${note === undefined ? '.' : `: ${note}`}`,
    }));
}

function changeLines(db: Database, { service, sinceMs, untilMs }: Around): TimelineRecord[] {
  const query = build
    .selectFrom('changes')
    .select(['seq', 'at_ms', 'kind', 'actor', 'text'])
    .where('at_ms', '>=', sinceMs)
    .where('at_ms', '<', untilMs)
    .where((where) => where.or([where('service', 'is', null), where('service', '=', service)]))
    .orderBy('at_ms')
    .limit(mostOfEach);
  return db
    .all(query.compile())
    .map(({ at_ms: atMs, kind, ...row }) => ({ ...row, atMs, kind: kind as EventKind }));
}

function experimentLines(db: Database, { service, sinceMs, untilMs }: Around): TimelineRecord[] {
  const query = build
    .selectFrom('experiments')
    .select(['seq', 'actor', 'scenario', 'started_at_ms', 'finished_at_ms', 'verdict'])
    .where('service', '=', service)
    .where('started_at_ms', '<', untilMs)
    .where('started_at_ms', '>=', sinceMs)
    .orderBy('started_at_ms')
    .limit(mostOfEach);
  return db.all(query.compile()).flatMap((row) => {
    const { name } = JSON.parse(row.scenario) as Scenario;
    const begun: TimelineRecord = {
      seq: row.seq,
      atMs: row.started_at_ms,
      kind: 'experiment.started',
      actor: row.actor,
      text: `The experiment ${name} began.`,
    };
    if (row.finished_at_ms === null || row.verdict === null) return [begun];
    const { kind, why } = JSON.parse(row.verdict) as Verdict;
    const text = `The experiment ${name} ended: ${kind}. ${why}`;
    return [begun, { ...begun, atMs: row.finished_at_ms, kind: 'experiment.finished', text }];
  });
}
