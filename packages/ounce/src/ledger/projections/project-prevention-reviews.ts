import type { Projection } from './projection.ts';

/** Second looks at preventions, one row for each recurrence that asked for one. */
export interface PreventionReviewsTable {
  seq: number;
  prevention_id: string;
  recurrence_id: string;
  why: string;
  opened_at_ms: number;
  closed_at_ms: number | null;
  closed_by: string | null;
  outcome: string | null;
  closed_why: string | null;
}

const open = `insert into prevention_reviews (seq, prevention_id, recurrence_id, why, opened_at_ms) values (?, ?, ?, ?, ?)
  on conflict (prevention_id, recurrence_id) do nothing`;
const close = `update prevention_reviews set closed_at_ms = ?, closed_by = ?, outcome = ?, closed_why = ?
  where prevention_id = ? and recurrence_id = ? and closed_at_ms is null`;

export const projectPreventionReviews: Projection = {
  tables: `create table prevention_reviews (
    seq integer not null, prevention_id text not null, recurrence_id text not null, why text not null,
    opened_at_ms integer not null, closed_at_ms integer, closed_by text, outcome text, closed_why text,
    primary key (prevention_id, recurrence_id)
  ) without rowid;`,
  indexes: [
    'create index prevention_reviews_open on prevention_reviews (seq) where closed_at_ms is null',
    'create index prevention_reviews_by_recurrence on prevention_reviews (recurrence_id)',
  ],
  on: {
    'prevention.review_opened': (db, { seq, atMs, data: { preventionId, recurrenceId, why } }) => {
      db.run(open, seq, preventionId, recurrenceId, why, atMs);
    },
    'prevention.review_closed': (db, { atMs, actor, data }) => {
      const { preventionId, recurrenceId, outcome, why } = data;
      db.run(close, atMs, actor, outcome, why, preventionId, recurrenceId);
    },
  },
};
