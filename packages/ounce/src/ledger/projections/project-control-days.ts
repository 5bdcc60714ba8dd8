import type { Decision, GradeOutcome } from '@ounce/core';
import type { Database } from '../database.ts';
import type { Projection } from './projection.ts';

export interface ControlDaysTable {
  control: string;
  service: string;
  region: string;
  day_ms: number;
  taken: number;
  held: number;
  failed: number;
  true_positive: number;
  false_positive: number;
  true_negative: number;
  false_negative: number;
  not_gradable: number;
}

const dayMs = 86_400_000;
const counts = [
  'taken',
  'held',
  'failed',
  'true_positive',
  'false_positive',
  'true_negative',
  'false_negative',
  'not_gradable',
] as const satisfies readonly (keyof ControlDaysTable | GradeOutcome)[];
type Count = (typeof counts)[number];

const addOne = Object.fromEntries(
  counts.map((count) => [
    count,
    `insert into control_days (control, service, region, day_ms, ${count}) values (?, ?, ?, ?, 1)
     on conflict (control, service, region, day_ms) do update set ${count} = ${count} + 1`,
  ]),
) as Record<Count, string>;

// An order is written down as taken before it is given: one that failed, or that the platform held back, was not.
const takeBack = `update control_days set taken = max(0, taken - 1)
  where control = ? and service = ? and region = ? and day_ms = ?`;

/** A grade counts on the day of its decision, so that a day's decisions and their grades stand side by side. */
function add(db: Database, count: Count, { control, service, region, atMs }: Decision): void {
  const sql = addOne[count];
  if (sql === undefined) throw new TypeError(`There is no count "${count}".`);
  db.run(sql, control, service, region, dayOf(atMs));
}

function notTaken(db: Database, count: 'held' | 'failed', decision: Decision): void {
  const { control, service, region, atMs } = decision;
  db.run(takeBack, control, service, region, dayOf(atMs));
  add(db, count, decision);
}

const dayOf = (atMs: number) => Math.floor(atMs / dayMs) * dayMs;

export const projectControlDays: Projection = {
  tables: `create table control_days (
    control text not null, service text not null, region text not null, day_ms integer not null,
    ${counts.map((count) => `${count} integer not null default 0`).join(', ')},
    primary key (control, service, region, day_ms)
  ) without rowid;`,
  on: {
    'action.taken': (db, { data }) => add(db, 'taken', data.decision),
    'action.held': (db, { data: { decision, because } }) => {
      if (because === 'platform') notTaken(db, 'held', decision);
      // That a wish has ended is no wish more that was held back.
      else if (because !== 'no-longer-wanted') add(db, 'held', decision);
    },
    'action.failed': (db, { data }) => notTaken(db, 'failed', data.decision),
    // What a control did about a drill says nothing about how often it is wrong.
    'decision.graded': (db, { data }) => {
      if (data.experimentId === undefined) add(db, data.grade.outcome, data.decision);
    },
  },
};
