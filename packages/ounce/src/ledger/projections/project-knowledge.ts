import type { JournalEvent, Review } from '@ounce/core';
import { build, type Database } from '../database.ts';
import type { Projection } from './projection.ts';

/** What the knowledge base must know of each incident, with a review or without. */
export interface KnowledgeIncidentsTable {
  seq: number;
  id: string;
  type: string;
  service: string;
  summary: string;
  drill: number;
  started_at_ms: number;
  resolved_at_ms: number | null;
  resolved_why: string | null;
  /** JSON of the finished review; without one there is no entry. */
  review: string | null;
}

/** Titles of root causes and preventions, as entries name them. */
export interface KnowledgeNamesTable {
  kind: 'root_cause' | 'prevention';
  id: string;
  title: string;
}

/** Searches without a result. */
export interface KnowledgeGapsTable {
  field: string;
  query: string;
  searches: number;
  last_at_ms: number;
}

/** The columns of both full-text tables, in this order: one by words, one by pieces of three letters. */
export const knowledgeColumns = ['title', 'symptoms', 'cause', 'solution', 'lessons'] as const;

const fullText = (name: string, tokenizer: string) =>
  `create virtual table ${name} using fts5(${knowledgeColumns.join(', ')}, tokenize = '${tokenizer}');`;
const open = `insert into knowledge_incidents (seq, id, type, service, summary, drill, started_at_ms, resolved_at_ms, resolved_why, review)
  values (?, ?, ?, ?, ?, ?, ?, ?, null, null) on conflict (id) do nothing`;
const resolve =
  'update knowledge_incidents set resolved_at_ms = ?, resolved_why = ? where id = ? and resolved_at_ms is null';
const reopen = 'update knowledge_incidents set resolved_at_ms = null, resolved_why = null where id = ?';
const setReview = 'update knowledge_incidents set review = ? where id = ?';
const name = `insert into knowledge_names (kind, id, title) values (?, ?, ?) on conflict (kind, id) do update set title = excluded.title`;
const miss = `insert into knowledge_gaps (field, query, searches, last_at_ms) values (?, ?, 1, ?)
  on conflict (field, query) do update set searches = searches + 1, last_at_ms = excluded.last_at_ms`;
const forget = ['knowledge_words', 'knowledge_pieces'].map((table) => `delete from ${table} where rowid = ?`);
const remember = ['knowledge_words', 'knowledge_pieces'].map(
  (table) => `insert into ${table} (rowid, ${knowledgeColumns.join(', ')}) values (?, ?, ?, ?, ?, ?)`,
);

export const projectKnowledge: Projection = {
  tables: `create table knowledge_incidents (
    seq integer primary key, id text not null unique, type text not null, service text not null, summary text not null,
    drill integer not null, started_at_ms integer not null, resolved_at_ms integer, resolved_why text, review text
  );
  create index knowledge_same on knowledge_incidents (type, service, started_at_ms);
  create table knowledge_names (kind text not null, id text not null, title text not null, primary key (kind, id)) without rowid;
  create table knowledge_gaps (
    field text not null, query text not null, searches integer not null, last_at_ms integer not null, primary key (field, query)
  ) without rowid;
  ${fullText('knowledge_words', 'unicode61 remove_diacritics 2')}
  ${fullText('knowledge_pieces', 'trigram')}`,
  on: {
    'incident.opened': (db, { seq, data }) => {
      const { id, type, service, summary, drill, startedAtMs, resolvedAtMs } = data;
      db.run(open, seq, id, type, service, summary, drill ? 1 : 0, startedAtMs, resolvedAtMs);
    },
    'incident.resolved': (db, { atMs, data }) => {
      if (db.run(resolve, data.atMs ?? atMs, data.why, data.incidentId) > 0) enter(db, data.incidentId);
    },
    'incident.reopened': (db, { data }) => {
      db.run(reopen, data.incidentId);
      index(db, data.incidentId);
    },
    'incident.corrected': (db, event) => correct(db, event),
    'review.saved': (db, { data: { review } }) => {
      db.run(setReview, review.status === 'finished' ? JSON.stringify(review) : null, review.incidentId);
      index(db, review.incidentId);
    },
    'root_cause.saved': (db, { data }) => {
      db.run(name, 'root_cause', data.rootCause.id, data.rootCause.title);
    },
    'prevention.saved': (db, { data }) => {
      db.run(name, 'prevention', data.prevention.id, data.prevention.title);
    },
    'knowledge.missed': (db, { atMs, data }) => {
      db.run(miss, data.field, data.query, atMs);
    },
  },
};

function correct(db: Database, { data: { incidentId, changes } }: JournalEvent<'incident.corrected'>): void {
  const { type, service, summary, startedAtMs, resolvedAtMs, drill } = changes;
  const columns = {
    ...{ type, service, summary, started_at_ms: startedAtMs, resolved_at_ms: resolvedAtMs },
    drill: drill === undefined ? undefined : Number(drill),
  };
  for (const [column, value] of Object.entries(columns))
    if (value !== undefined)
      db.run(`update knowledge_incidents set ${column} = ? where id = ?`, value, incidentId);
  index(db, incidentId);
}

/** Writes the entry of an incident anew. */
function index(db: Database, incidentId: string): void {
  const query = build.selectFrom('knowledge_incidents').select('seq').where('id', '=', incidentId);
  const row = db.first(query.compile());
  if (!row) return;
  for (const statement of forget) db.run(statement, row.seq);
  enter(db, incidentId);
}

/** An incident has an entry while it is resolved and its review is finished. */
function enter(db: Database, incidentId: string): void {
  const query = build.selectFrom('knowledge_incidents').selectAll().where('id', '=', incidentId);
  const row = db.first(query.compile());
  if (!row) return;
  if (row.review === null || row.resolved_at_ms === null) return;
  const review = JSON.parse(row.review) as Review;
  const causes = review.rootCauses.map((id) => titleOf(db, 'root_cause', id));
  const preventions = review.actions.flatMap(({ preventionId, text }) =>
    preventionId === undefined ? [text] : [text, titleOf(db, 'prevention', preventionId)],
  );
  const texts = [
    review.title,
    `${row.summary}\n${row.type.replaceAll('_', ' ')}\n${row.service}\n${review.impact}`,
    `${causes.join('\n')}\n${review.contributingFactors}\n${review.whyNotCaught}`,
    `${review.resolution}\n${row.resolved_why ?? ''}\n${preventions.join('\n')}`,
    `${review.lessons}\n${review.wentWell}`,
  ];
  for (const statement of remember) db.run(statement, row.seq, ...texts);
}

function titleOf(db: Database, kind: KnowledgeNamesTable['kind'], id: string): string {
  const query = build
    .selectFrom('knowledge_names')
    .select('title')
    .where('kind', '=', kind)
    .where('id', '=', id);
  return db.first(query.compile())?.title ?? id.replaceAll('-', ' ');
}
