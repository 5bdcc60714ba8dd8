import type { Action, Decision } from '@ounce/core';
import type { Database } from '../database.ts';
import type { ActionOutcome } from '../records.ts';
import type { Projection } from './projection.ts';

export interface ActionsTable {
  seq: number;
  at_ms: number;
  outcome: string;
  service: string;
  region: string;
  control: string;
  decision_id: string;
  /** JSON of an Action. */
  action: string;
  why: string;
  because: string | null;
  /** JSON of a Decision. */
  decision: string;
}

/** How many there are of each outcome. */
export interface ActionTotalsTable {
  outcome: string;
  total: number;
}

/** Beside the actions and joined when read: so a grade needs no search among all actions when it is given. */
export interface GradesTable {
  decision_id: string;
  grade: string;
  graded_at_ms: number;
  grade_why: string;
}

interface Row {
  readonly seq: number;
  readonly atMs: number;
  readonly outcome: ActionOutcome;
  readonly decision: Decision;
  readonly action: Action;
  readonly why: string;
  readonly because?: string;
}

const insert = `insert into actions (seq, at_ms, outcome, service, region, control, decision_id, action, why, because, decision)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const addToTotal = `insert into action_totals (outcome, total) values (?, 1)
  on conflict (outcome) do update set total = total + 1`;
// An order is written down before it is given. When it fails, or the platform holds it back, what was written as taken was not.
const takeBack = `update actions set outcome = ?, why = ?, because = ? where decision_id = ? and outcome = 'taken'`;
const moveTotal = `update action_totals set total = total - 1 where outcome = 'taken'`;
const grade = `insert into grades (decision_id, grade, graded_at_ms, grade_why) values (?, ?, ?, ?)
  on conflict (decision_id) do update set
  grade = excluded.grade, graded_at_ms = excluded.graded_at_ms, grade_why = excluded.grade_why`;

function add(db: Database, { seq, atMs, outcome, decision, action, why, because }: Row): void {
  const { service, region, control, id } = decision;
  const texts = [JSON.stringify(action), why, because, JSON.stringify(decision)] as const;
  db.run(insert, seq, atMs, outcome, service, region, control, id, ...texts);
  db.run(addToTotal, outcome);
}

function notTaken(db: Database, row: Row): void {
  const { outcome, why, because = null, decision } = row;
  if (db.run(takeBack, outcome, why, because, decision.id) === 0) add(db, row);
  else {
    db.run(moveTotal);
    db.run(addToTotal, outcome);
  }
}

export const projectActions: Projection = {
  tables: `create table actions (
    seq integer primary key, at_ms integer not null, outcome text not null, service text not null, region text not null,
    control text not null, decision_id text not null, action text not null, why text not null, because text,
    decision text not null
  );
  create index actions_taken on actions (decision_id) where outcome = 'taken';
  create table action_totals (outcome text primary key, total integer not null) without rowid;
  create table grades (
    decision_id text primary key, grade text not null, graded_at_ms integer not null, grade_why text not null
  ) without rowid;`,
  indexes: [
    // `seq` comes first of what follows: lists are in its order. The rest passes over what does not fit without a look at its row.
    'create index actions_by_service on actions (service, seq, region, outcome, control)',
    'create index actions_by_time on actions (service, at_ms)',
    'create index actions_by_control on actions (control, seq, outcome)',
    'create index actions_by_outcome on actions (outcome, seq, service, region, control)',
  ],
  on: {
    'action.taken': (db, { seq, atMs, data: { decision, action, why } }) =>
      add(db, { seq, atMs, outcome: 'taken', decision, action, why }),
    'action.held': (db, { seq, atMs, data: { decision, because, why } }) => {
      const put = because === 'platform' ? notTaken : add;
      put(db, { seq, atMs, outcome: 'held', decision, action: decision.action, why, because });
    },
    'action.failed': (db, { seq, atMs, data: { decision, action, error } }) =>
      notTaken(db, { seq, atMs, outcome: 'failed', decision, action, why: error }),
    'decision.graded': (db, { data: { grade: given } }) => {
      db.run(grade, given.decisionId, given.outcome, given.atMs, given.why);
    },
  },
};
