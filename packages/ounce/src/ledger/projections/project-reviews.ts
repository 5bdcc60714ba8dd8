import type { Projection } from './projection.ts';

export interface ReviewsTable {
  id: string;
  incident_id: string;
  version: number;
  status: string;
  title: string;
  owner: string | null;
  created_at_ms: number;
  saved_at_ms: number;
  saved_by: string;
  finished_at_ms: number | null;
  /** The whole review, JSON. */
  review: string;
}

/** Incidents whose missing review has been told of. */
export interface ReviewRemindersTable {
  incident_id: string;
  at_ms: number;
}

const save = `insert into reviews (id, incident_id, version, status, title, owner, created_at_ms, saved_at_ms, saved_by, finished_at_ms, review)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do update set version = excluded.version, status = excluded.status, title = excluded.title, owner = excluded.owner,
    saved_at_ms = excluded.saved_at_ms, saved_by = excluded.saved_by, review = excluded.review,
    finished_at_ms = case when excluded.finished_at_ms is null then null else coalesce(reviews.finished_at_ms, excluded.finished_at_ms) end
  where excluded.version = reviews.version + 1`;

export const projectReviews: Projection = {
  tables: `create table reviews (
    id text primary key, incident_id text not null unique, version integer not null, status text not null, title text not null,
    owner text, created_at_ms integer not null, saved_at_ms integer not null, saved_by text not null, finished_at_ms integer,
    review text not null
  ) without rowid;
  create table review_reminders (incident_id text primary key, at_ms integer not null) without rowid;`,
  indexes: [
    'create index reviews_by_save on reviews (saved_at_ms, id)',
    // All that is asked of a review to know whether its incident still waits for it.
    'create index reviews_by_incident on reviews (incident_id, status)',
  ],
  on: {
    'review.overdue': (db, { atMs, data: { incidentId } }) => {
      db.run('insert or ignore into review_reminders (incident_id, at_ms) values (?, ?)', incidentId, atMs);
    },
    'review.saved': (db, { atMs, actor, data: { review } }) => {
      const { id, incidentId, version, status, title, owner } = review;
      const finishedAtMs = status === 'finished' ? atMs : undefined;
      const times = [atMs, atMs, actor, finishedAtMs] as const;
      db.run(save, id, incidentId, version, status, title, owner, ...times, JSON.stringify(review));
    },
  },
};
